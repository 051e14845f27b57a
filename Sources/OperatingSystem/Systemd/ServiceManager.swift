import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Notifies the service manager that started this process (sd_notify(3)).
package struct ServiceManager: Sendable {
    private let address: String
    /// The watchdog timeout within which ``keepAlive()`` must be called; `nil` without a watchdog.
    package let watchdog: Duration?

    /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    /// - Returns: `nil` when no manager expects notifications.
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

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(status.printableLine())") }
    package func status(_ status: String) { send("STATUS=\(status.printableLine())") }
    package func keepAlive() { send("WATCHDOG=1") }
    package func stopping(_ status: String) { send("STOPPING=1\nSTATUS=\(status.printableLine())") }

    /// Errors are ignored: the manager notices a missing notification by itself.
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
