#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file or a folder cannot be used.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// `cannot be written`
    package let problem: String
    /// `errno`
    package let code: Int32

    package init(_ path: String, _ problem: String, code: Int32 = errno) {
        self.path = path
        self.problem = problem
        self.code = code
    }

    /// `/var/lib/x/last-run.json cannot be written: No space left on device`
    package var description: String { "\(path) \(problem): \(reason)" }

    /// What the operating system says: `No space left on device`.
    package var reason: String { String(cString: strerror(code)) }

    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    package var isPermission: Bool { code == EACCES || code == EPERM || code == EROFS }
}
