#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The number of file descriptors that this process may have open (getrlimit(2), `RLIMIT_NOFILE`).
package enum DescriptorLimit {
    /// Enough for every connection that the default settings allow. Not without bounds, as some programs that we start
    /// go through all possible descriptors.
    private static let wanted: rlim_t = 65_536

    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// The soft limit; `Int.max` where it cannot be read.
    package static var current: Int {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_cur) : .max
    }

    /// Raises the soft limit towards the hard one: 1,024, which select(2) needs and we do not, is the usual default.
    package static func raise() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(limit.rlim_max, wanted)
        _ = setrlimit(resource, &limit)
    }
}
