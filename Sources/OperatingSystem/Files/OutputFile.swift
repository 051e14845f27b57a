#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that a person has named for output. A regular file is replaced as a whole, once all of it is written; a pipe
/// or a device (`/dev/stdout`) is written to. A symbolic link to a regular file is replaced, not followed: others may
/// have planted it in a folder that root writes into.
package final class OutputFile: Sendable {
    /// Open for writing until ``commit()``.
    package let descriptor: Int32
    private let path: String
    private let replacement: FileReplacement?

    package init(_ path: String) throws(FileError) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            replacement = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(path, .write) }
            return
        }
        let replacement = try FileReplacement(of: path, mode: nil, owner: .process)
        try replacement.takeRightsOfTarget(orOf: .process)
        self.replacement = replacement
        descriptor = replacement.descriptor
    }

    deinit { if replacement == nil { close(descriptor) } }

    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        try writeAll(bytes, to: descriptor) { FileError(path, .write) }
    }

    /// - Throws: ``FileError``; the old file is still there then.
    package func commit() throws(FileError) { try replacement?.commit() }
}

/// Writes all of the bytes, in several pieces where that is needed.
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32, orThrow error: () -> FileError) throws(FileError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw error() }
        rest = rest.dropFirst(count)
    }
}
