import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The listening sockets that systemd passed to this process, by name (`FileDescriptorName=`; sd_listen_fds(3)).
package struct PassedSockets: Sendable {
    private let descriptors: [String: Int32]

    /// - Parameters:
    ///   - environment: `LISTEN_PID`, `LISTEN_FDS`, `LISTEN_FDNAMES`.
    ///   - process: the id of this process; sockets meant for another one are ignored.
    package init(environment: [String: String], process: Int32) {
        guard environment["LISTEN_PID"].flatMap(Int32.init) == process,
            let count = environment["LISTEN_FDS"].flatMap(Int32.init), (1...64).contains(count)
        else {
            descriptors = [:]
            return
        }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false).map(
            String.init)
        var found: [String: Int32] = [:]
        for index in 0..<Int(count) {
            found[index < names.count ? names[index] : "unknown"] = Self.first + Int32(index)
        }
        descriptors = found
    }

    /// SD_LISTEN_FDS_START.
    private static let first: Int32 = 3

    /// The socket with that name, marked close-on-exec.
    /// - Returns: `nil` when systemd passed none: the process must open its own.
    package func socket(named name: String) -> Int32? {
        guard let descriptor = descriptors[name] else { return nil }
        return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 ? descriptor : nil
    }
}
