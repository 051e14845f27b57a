import NIOCore
import Testing

@testable import API

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Shutdown while connections arrive", .timeLimit(.minutes(2))) struct ShutdownTests {
    /// NIO ends the process when it drops the writer of a connection that nobody has finished. Connections that were
    /// accepted, and not yet handed over, when the listener closed were dropped so.
    @Test("connections that arrive while the listener closes are served or closed, and never end the process")
    func arriving() async throws {
        for round in 0..<20 {
            let clients = try await withAPI(limits: .direct { _ in }) { server in
                let port = server.port
                let clients = (0..<40).map { number in
                    Task {
                        let client = try await RawClient(port: port)
                        // Every other one resets its connection at once, as a scanner does.
                        if number % 2 == 0 {
                            let options = client.channel as? any SocketOptionProvider
                            try await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                            try await client.channel.close()
                        } else {
                            try await client.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            _ = try await client.end()
                        }
                    }
                }
                // The body ends, and the server with it, at another moment of their arrival in each round.
                for client in clients.prefix(round * 2) { _ = await client.result }
                return clients
            }
            for client in clients { _ = await client.result }
        }
    }
}
