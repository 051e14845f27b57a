import API
import Domain
import Hummingbird
import NIOCore
import Support
import Testing

@testable import API

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Repeated requests on real sockets, which take less than a large response at once.
@Suite("A repeated response that is written to the socket at once", .timeLimit(.minutes(10)))
struct DirectWritingTests {
    private static let size = 200_000
    private static let request = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let last = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    /// What a server with one response has prepared and counted. Its router has the same response.
    private struct Server: Sendable {
        let version = DataVersion()
        let requests = RequestMetrics()
        let responses: ResponseCache
        private let key = ResponseKey("/large")

        init() {
            responses = ResponseCache(version: version, requests: requests, now: { .hour(60) })
            prepare("a")
        }

        func prepare(_ letter: Character) {
            version.advance()
            let body = ByteBuffer(string: String(repeating: letter, count: DirectWritingTests.size))
            responses.store(
                PreparedResponse(contentType: "text/plain", body: body), for: key, route: "/large",
                under: version.current)
        }

        /// How many the event loops have sent, as the router of these tests counts none.
        var sent: Int {
            requests.families().first { $0.name == "bitcoin_analyzer_http_requests_total" }?.samples
                .reduce(0) { $0 + Int($1.value) } ?? 0
        }

        func run(_ body: @escaping @Sendable (LiveClient) async throws -> Void) async throws {
            let router = Router(context: APIRequestContext.self)
            router.get("/large") { [responses, key] _, _ in
                try #require(responses.response(for: key)).response()
            }
            try await withServer(router, responses: responses, simulated: false, now: .hour(60), body)
        }
    }

    /// The letter of each body, in order; `nil` for one that is not as long as its head says, or of two letters.
    private static func letters(_ text: String) -> [Character?] {
        text.split(separator: "HTTP/1.1 200 OK\r\n").map { response in
            guard let end = response.firstRange(of: "\r\n\r\n"), let letter = response.last,
                response[..<end.lowerBound].contains("Content-Length: \(size)")
            else { return nil }
            let body = response[end.upperBound...].utf8
            guard body.count == size, let byte = letter.asciiValue, body.allSatisfy({ $0 == byte }) else { return nil }
            return letter
        }
    }

    /// Reads until the server closes its half.
    private static func readAll(_ client: RawClient) async throws -> String {
        try await client.read { client.isEnded }
        return try await client.end()
    }

    /// A client that reads nothing, after two requests that were answered, the second one from what is remembered.
    private static func slowClient(of server: Server, port: Int, buffer: Int32? = nil) async throws -> RawClient {
        let client = try await RawClient(port: port, reads: false, buffer: buffer)
        for count in 1...2 {
            try await client.send(request)
            try await until { server.sent == count }
        }
        return client
    }

    @Test("one after another they are complete, and counted") func one() async throws {
        let server = Server()
        try await server.run { client in
            let raw = try await RawClient(port: client.port)
            for count in 1...5 {
                try await raw.send(Self.request)
                try await until { server.sent == count }
            }
            try await raw.send(Self.last)
            #expect(Self.letters(try await raw.end()) == Array(repeating: "a", count: 6))
            #expect(server.sent == 5)
            // The first is remembered, the last is for the router. A file is made only for what goes to the socket.
            #expect(try await client.repetitions == 4)
            try await until { client.tables.files.count == 1 }
        }
    }

    @Test("a slow reader gets all of them complete, and the new data from the next request on")
    func versionMoves() async throws {
        let server = Server()
        try await server.run { client in
            let slow = try await Self.slowClient(of: server, port: client.port)
            // Of what the socket did not take, the rest is still to be sent.
            server.prepare("b")
            for _ in 0..<10 { try await slow.send(Self.request) }
            try await slow.send(Self.last)
            let letters = Self.letters(try await Self.readAll(slow))
            #expect(letters == Array(repeating: "a", count: 2) + Array(repeating: "b", count: 11))
            #expect(try await client.repetitions > 0)
        }
    }

    @Test("responses of the event loop and of the router keep their order") func order() async throws {
        let server = Server()
        try await server.run { client in
            let slow = try await RawClient(port: client.port, reads: false)
            let missing = "GET /missing HTTP/1.1\r\nHost: x\r\n\r\n"
            for _ in 0..<10 {
                for text in [Self.request, Self.request, missing] { try await slow.send(text) }
            }
            try await slow.send(Self.last)
            let statuses = try await Self.readAll(slow).matches(of: /HTTP\/1\.1 (\d+)/).map(\.1)
            #expect(statuses == Array(repeating: ["200", "200", "404"], count: 10).flatMap { $0 } + ["200"])
        }
    }

    @Test("a client that closes its half gets the rest of a response") func halfClose() async throws {
        let server = Server()
        try await server.run { client in
            let slow = try await Self.slowClient(of: server, port: client.port)
            try await slow.send(Self.request)
            try await slow.channel.close(mode: .output)
            #expect(Self.letters(try await Self.readAll(slow)) == ["a", "a", "a"])
        }
    }

    /// Far more than the buffers of both sockets take.
    private static let copies = 60

    @Test(
        "a slow client that closes its half, or asks for the last response, gets every byte", arguments: [true, false])
    func everyByte(closesHalf: Bool) async throws {
        let server = Server()
        try await server.run { client in
            let slow = try await Self.slowClient(of: server, port: client.port, buffer: 4096)
            try await slow.send(String(repeating: Self.request, count: Self.copies))
            try await slow.send(Self.last)
            if closesHalf { try await slow.channel.close(mode: .output) }
            try await slow.read {
                // A client that has got its last response has to close within five seconds; one that still reads has not.
                client.register.sweep(at: .now() + .seconds(6))
                return slow.isEnded
            }
            #expect(try await client.repetitions > 0)
            #expect(Self.letters(try await slow.end()) == Array(repeating: "a", count: 2 + Self.copies + 1))
        }
    }

    @Test("clients that go away during a response harm nobody") func reset() async throws {
        let server = Server()
        try await server.run { client in
            for _ in 0..<20 {
                let gone = try await RawClient(port: client.port, reads: false)
                let options = gone.channel as? any SocketOptionProvider
                try await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                let before = server.sent
                try await gone.send(Self.request)
                // Also of those before, which may be answered late.
                try await until { server.sent > before }
                try await gone.send(Self.request + Self.request)
                try await gone.channel.close()
            }
            #expect(try await client.get("/large").body.readableBytes == Self.size)
        }
    }

    @Test(
        "files of bodies are limited in number, closed with their last user, and cannot be changed",
        arguments: ["/var/tmp", "/missing", nil])
    func files(_ folder: String?) async throws {
        let files = BodyFiles(folder: folder)
        var held = (0..<BodyFiles.limit + 8).map { _ in files.file(of: ByteBuffer(string: "body")) }
        #expect(held.compactMap(\.self).count == BodyFiles.limit && files.count == BodyFiles.limit)
        let descriptor = try #require(held.compactMap(\.self).first).descriptor
        #expect(pwrite(descriptor, "x", 1, 0) == -1 && ftruncate(descriptor, 0) == -1)
        var bytes = [UInt8](repeating: 0, count: 5)
        #expect(pread(descriptor, &bytes, 5, 0) == 4 && bytes == Array("body".utf8) + [0])
        held = []
        // Those on a disk are closed on another thread.
        try await until { files.count == 0 }
        let another = files.file(of: ByteBuffer(string: "body"))
        #expect(another != nil)
    }
}
