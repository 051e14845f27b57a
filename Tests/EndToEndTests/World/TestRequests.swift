import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Support

/// The response as received.
struct ReceivedResponse: Sendable {
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
    -> ReceivedResponse
{
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await theClient.execute(request, timeout: TimeAmount(hangLimit))
    let collected = try await response.body.collect(upTo: 64 << 20)
    let received = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
    return ReceivedResponse(
        status: Int(response.status.code), headers: received, body: Array(collected.readableBytesView))
}

/// Shared by all tests. A refused connection is an expected result, so it is not retried.
private let theClient: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()

/// Repeats a request until its response satisfies a condition.
/// - Returns: that response, and the time until it.
@discardableResult
func ask(
    _ url: String, within limit: Duration = hangLimit, until isWanted: @escaping @Sendable (ReceivedResponse) -> Bool
)
    async throws -> (response: ReceivedResponse, after: Duration)
{
    struct NotAnswered: Error {}
    let clock = ContinuousClock()
    let begin = clock.now
    return try await withDeadline(limit, else: { NotAnswered() }) {
        while true {
            let response = try await ask(url)
            if isWanted(response) { return (response, clock.now - begin) }
            try await clock.sleep(for: .milliseconds(20))
        }
    }
}
