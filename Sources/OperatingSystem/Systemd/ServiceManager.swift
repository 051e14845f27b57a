import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The service manager that started this process, and is told how it is doing (sd_notify(3)).
package struct ServiceManager: Sendable {
    private let address: String
    /// How often it wants to hear ``keepAlive()``; `nil` when it does not watch.
    package let watchdog: Duration?

    /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    /// - Returns: `nil` when no manager asked to be told.
    package init?(environment: [String: String], process: Int32) {
        guard let address = environment["NOTIFY_SOCKET"], address.hasPrefix("/") || address.hasPrefix("@") else {
            return nil
        }
        self.address = address
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        watchdog =
            isForUs
            ? environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { $0 > 0 ? .microseconds($0) : nil } : nil
    }

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(Self.oneLine(status))") }
    package func status(_ status: String) { send("STATUS=\(Self.oneLine(status))") }
    package func keepAlive() { send("WATCHDOG=1") }
    package func stopping(_ status: String) { send("STOPPING=1\nSTATUS=\(Self.oneLine(status))") }

    private static func oneLine(_ text: String) -> String { text.replacing("\n", with: " ") }

    /// A manager that cannot be told finds out by itself: nothing here fails.
    private func send(_ state: String) {
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        UnixAddress(address).withAddress { address, length in
            let bytes = Array(state.utf8)
            _ = sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length)
        }
    }
}
