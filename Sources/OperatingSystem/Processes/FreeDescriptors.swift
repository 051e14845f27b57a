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
    /// cannot be opened: what failed may have closed some again. Takes one of them for a moment, and not all, which
    /// other threads may need just then. Some system calls; near the limit one for each descriptor below it.
    package static func areLeft(_ count: Int = 4) -> Bool {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return true }
        var free = 0
        // The lowest free number is given out: those at the end are the last.
        for number in (0..<Int32(clamping: limit.rlim_cur)).reversed() where free < count {
            if fcntl(number, F_GETFD) == -1, errno == EBADF { free += 1 }
        }
        guard free >= count else { return false }
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
        close(descriptor)
        return true
    }
}
