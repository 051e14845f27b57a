import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix

@testable import API

/// One connection to an ``HTTPServer`` on loopback.
struct LiveClient: Sendable {
    let port: Int
    fileprivate let client: TestClient
    /// The connections of the server.
    let register: ConnectionRegister
    /// The requests that it remembers.
    let tables: RepeatedRequestTables

    /// How many responses the server has sent from what it remembers.
    var repetitions: Int {
        get async throws {
            var count = 0
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                count += try await loop.submit { [tables] in tables.table(of: loop).repetitions }.get()
            }
            return count
        }
    }

    struct LiveResponse: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: ByteBuffer
    }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> LiveResponse {
        var headers = headers
        // Which this client leaves out, and HTTP/1.1 requires.
        if let host = HTTPField.Name("Host") { headers[host] = "localhost" }
        let response = try await client.get(path, headers: headers)
        return LiveResponse(status: response.status, headers: response.headers, body: response.body ?? ByteBuffer())
    }
}

private struct DidNotListen: Error {}

/// Runs `body` with a client of a server as `serve` runs it: ``HTTPServer``, on a port chosen by the system.
/// - Parameter host: where it listens; the client connects to 127.0.0.1.
func withServer<T: Sendable>(
    _ router: Router<APIRequestContext>, responses: ResponseCache, simulated: Bool, now: Timestamp,
    at host: String = "127.0.0.1", limits: ServerLimits = ServerLimits(), requests: RequestMetrics? = nil,
    events: EventStreams? = nil, _ body: @escaping @Sendable (LiveClient) async throws -> T
) async throws -> T {
    let register = ConnectionRegister(limits)
    let server = HTTPServer(
        router, responses: responses, simulated: simulated, register: register, requests: requests, events: events,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { now })
    let (addresses, listening) = AsyncStream.makeStream(of: SocketAddress?.self)
    let (requests, ending) = AsyncStream.makeStream(of: Never.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        defer { ending.finish() }
        group.addTask {
            defer { listening.finish() }
            try await server.run(
                at: .address(host: host, port: 0), onListening: { _ = listening.yield($0) },
                until: { for await _ in requests {} })
        }
        guard let port = await addresses.first(where: { _ in true })??.port else { throw DidNotListen() }
        return try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
            try await body(LiveClient(port: port, client: client, register: register, tables: server.pipeline.tables))
        }
    }
}

/// Starts a server, which ends with the stream.
func started(_ server: HTTPServer) async throws -> (
    port: Int, running: Task<Void, any Error>, ending: AsyncStream<Never>.Continuation
) {
    let (addresses, listening) = AsyncStream.makeStream(of: SocketAddress?.self)
    let (nothing, ending) = AsyncStream.makeStream(of: Never.self)
    let running = Task {
        try await server.run(
            at: .address(host: "127.0.0.1", port: 0), onListening: { _ = listening.yield($0) },
            until: { for await _ in nothing {} })
    }
    guard let port = await addresses.first(where: { _ in true })??.port else { throw DidNotListen() }
    return (port, running, ending)
}
