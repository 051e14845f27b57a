import Domain
import Hummingbird
import Logging
import NIOCore
import Support
import Testing

@testable import API

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Shutdown while connections arrive", .timeLimit(.minutes(10))) struct ShutdownTests {
    @Test("at an inherited socket a client that comes back is served while others keep their connections")
    func inherited() async throws {
        let socket = try listener()
        let router = Router(context: APIRequestContext.self)
        router.get("/there") { _, _ in "yes" }
        let server = HTTPServer(
            router, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, drainTimeout: .seconds(100),
            now: { .hour(1000) })
        let (addresses, listening) = AsyncStream.makeStream(of: SocketAddress?.self)
        let (nothing, ending) = AsyncStream.makeStream(of: Never.self)
        let running = Task {
            try await server.run(
                at: .inheritedSocket(socket), onListening: { _ = listening.yield($0) },
                until: { for await _ in nothing {} })
        }
        let port = try #require(await addresses.first { _ in true }??.port)
        let request = "GET /there HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let idle = try await RawClient(port: port)
        try await idle.send(request)
        try await until { idle.text.contains("yes") }
        ending.finish()
        // Each response ends its connection once the shutdown has begun.
        var response = ""
        while !response.lowercased().contains("connection: close") {
            let client = try await RawClient(port: port)
            try await client.send(request)
            try await until { client.text.contains("yes") }
            response = client.text
            try? await client.channel.close()
        }
        #expect(!idle.isEnded)
        #expect(try await RawClient.exchange(request, port: port).contains("yes"))
        // The last one that kept its connection: the server ends with it, and not after its timeout.
        try await idle.channel.close()
        try await running.value
    }

    /// A server of which a client has asked for one large response, far more than the buffers of both sockets take.
    private func ending(
        prepared: Bool, as header: String = "", halfCloses: Bool = false,
        _ body: (RawClient, _ server: Task<Void, any Error>, _ end: () -> Void) async throws -> Void
    ) async throws {
        let text = String(repeating: "a", count: Self.size)
        let router = Router(context: APIRequestContext.self)
        router.get("/large") { _, _ in text }
        let version = DataVersion()
        let responses = ResponseCache(version: version, now: { .hour(1000) })
        if prepared {
            responses.store(
                PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: text)), for: ResponseKey("/large"),
                route: "/large", under: version.current)
        }
        let server = HTTPServer(
            router, responses: responses, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            drainTimeout: .zero,
            now: { .hour(1000) })
        let (port, running, ending) = try await started(server)
        let client = try await RawClient(port: port, reads: false, buffer: 1 << 18)
        try await client.send("GET /large HTTP/1.1\r\nHost: x\r\n\(header)\r\n")
        if halfCloses { try await client.channel.close(mode: .output) }
        client.channel.read()
        try await until { client.text.contains("200 OK") }
        try await body(client, running) { ending.finish() }
        try await running.value
        try? await client.channel.close()
    }

    private static let size = 20_000_000

    @Test("a client that still reads gets the whole response", arguments: [false, true])
    func wholeResponse(prepared: Bool) async throws {
        try await ending(prepared: prepared) { client, _, end in
            end()
            while !client.isEnded {
                client.channel.read()
                try await client.channel.eventLoop.submit {}.get()
            }
            let text = try await client.end()
            #expect(text.utf8.reversed().prefix { $0 == UInt8(ascii: "a") }.count == Self.size)
        }
    }

    @Test(
        "one that does not read holds the server up no longer than its patience", arguments: [false, true],
        [("", false), ("Connection: close\r\n", false), ("", true)])
    func patience(prepared: Bool, last: (header: String, halfCloses: Bool)) async throws {
        try await ending(prepared: prepared, as: last.header, halfCloses: last.halfCloses) { client, server, end in
            end()
            server.cancel()
        }
    }

    private func listener() throws -> CInt {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) == 0 }
        }
        try #require(isBound && listen(socket, 100) == 0)
        return socket
    }

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
