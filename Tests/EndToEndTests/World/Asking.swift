import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What came back over the socket.
struct Heard: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    func json<Shape: Decodable>(_ shape: Shape.Type) throws -> Shape {
        try JSONDecoder().decode(shape, from: Data(body))
    }
}

/// - Parameter method: `GET`, `POST`, …
func ask(_ url: String, _ method: String = "GET", headers: [String: String] = [:], body: String? = nil) async throws
    -> Heard
{
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let answer = try await theClient.execute(request, timeout: .seconds(60))
    let collected = try await answer.body.collect(upTo: 64 << 20)
    let told = Dictionary(answer.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
    return Heard(status: Int(answer.status.code), headers: told, body: Array(collected.readableBytesView))
}

/// Lives as long as the tests. A refused connection is an answer here: nobody listens.
private let theClient: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()

/// Asks again and again until the answer is as wanted.
/// - Returns: that answer, and how long it took to come.
@discardableResult
func ask(_ url: String, within limit: Duration, until isWanted: @escaping @Sendable (Heard) -> Bool) async throws -> (
    heard: Heard, after: Duration
) {
    struct NotAnswered: Error {}
    let clock = ContinuousClock()
    let begin = clock.now
    return try await withDeadline(limit, else: { NotAnswered() }) {
        while true {
            let heard = try await ask(url)
            if isWanted(heard) { return (heard, clock.now - begin) }
            try await clock.sleep(for: .milliseconds(20))
        }
    }
}
