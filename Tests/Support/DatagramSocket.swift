import Foundation

/// A local datagram socket that a test listens on, as systemd and journald do.
package final class DatagramSocket {
    package let path: String
    private let socket: Int32

    package init(in folder: String) throws {
        path = folder + "/s"
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { throw POSIXError(.ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    }

    deinit { close(socket) }

    /// What has been sent and not been read yet; nothing when nothing was.
    package func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count > 0 ? Array(buffer[..<count]) : []
    }

    package func readText() -> String { String(decoding: read(), as: UTF8.self) }
}

package func withShortFolder<T>(_ body: (String) throws -> T) throws -> T {
    // A socket's path may have 107 bytes: the system's temporary folder is short enough, a test's own within it may not
    // be.
    let folder = "/tmp/" + UUID().uuidString.prefix(13)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}
