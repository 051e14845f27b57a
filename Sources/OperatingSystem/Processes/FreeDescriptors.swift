#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whether this process may open files: where it may not, a failure to open one says nothing about that file.
package enum FreeDescriptors {
    /// What starting a few commands at once needs for their pipes.
    package static let forCommand = 32

    /// `false` when the process or the system is so near its limit (`EMFILE` and `ENFILE` of open(2)) that `count` more
    /// cannot be opened: what failed may have closed some again. Some system calls.
    package static func areLeft(_ count: Int = 4) -> Bool {
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        while opened.count < count {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
            opened.append(descriptor)
        }
        return true
    }
}
