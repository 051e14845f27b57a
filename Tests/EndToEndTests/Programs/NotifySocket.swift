import Foundation
import Support
import Synchronization
import Testing

/// What a service tells systemd, as systemd would hear it.
final class NotifySocket: Sendable {
    let path: String
    private let socket: Int32

    struct Silent: Error {}

    init() throws {
        // A local socket's path may have 107 bytes.
        path = "/tmp/notify-" + UUID().uuidString.prefix(13)
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(code == 0)
    }

    deinit {
        close(socket)
        unlink(path)
    }

    func next() async throws -> String {
        guard let text = try await next(within: hangLimit) else { throw Silent() }
        return text
    }

    /// - Returns: `nil` when nothing has come by then.
    func next(within limit: Duration) async throws -> String? {
        let (socket, milliseconds) = (socket, Int32(limit / .milliseconds(1)))
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var file = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                var buffer = [UInt8](repeating: 0, count: 4096)
                guard poll(&file, 1, milliseconds) == 1 else { return continuation.resume(returning: nil) }
                let count = recv(socket, &buffer, buffer.count, 0)
                continuation.resume(returning: String(decoding: buffer[..<max(count, 0)], as: UTF8.self))
            }
        }
    }
}
