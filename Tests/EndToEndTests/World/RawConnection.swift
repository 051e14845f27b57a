import Foundation
import Testing

/// One connection, asked by hand: what a client library hides, such as which connection a request goes over.
final class RawConnection: Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Self.connected(to: port)
        try #require(socket >= 0)
    }

    deinit { close(socket) }

    /// - Returns: the head of the answer and what has come of its body.
    func ask(_ path: String) async throws -> String { try await ask(path) { _ in true } }

    /// Repeats a request, with nothing between an answer and the next one, until an answer is the wanted one or none
    /// comes any more.
    /// - Returns: that answer.
    func ask(_ path: String, until isWanted: @escaping @Sendable (String) -> Bool) async throws -> String {
        let socket = socket
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var answer: String
                repeat {
                    answer = Self.ask(path, over: socket)
                } while !answer.isEmpty && !isWanted(answer)
                continuation.resume(returning: answer)
            }
        }
    }

    private static func ask(_ path: String, over socket: Int32) -> String {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8)
        _ = send(socket, request, request.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while !String(decoding: answer, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    private static func connected(to port: Int) -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(socket)
            return -1
        }
        return socket
    }
}
