import AsyncHTTPClient
import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Sandbox
import Support

/// The response as received.
struct ReceivedResponse {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    func json<Shape: Decodable>(_ shape: Shape.Type) throws -> Shape {
        try JSONDecoder().decode(shape, from: Data(body))
    }
}

/// Sends a request over a new connection.
func ask(
    _ url: String, method: HTTPMethod = .GET, headers: HTTPHeaders = [:], body: String? = nil,
    within timeout: TimeAmount = .seconds(90)
) async throws -> ReceivedResponse {
    var configuration = HTTPClient.Configuration(decompression: .disabled)
    // A reset during connection setup is reported, and not retried until the timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers = headers
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    do {
        let response = try await client.execute(request, timeout: timeout)
        let collected = try await response.body.collect(upTo: 16 << 20)
        try await client.shutdown()
        return ReceivedResponse(
            status: Int(response.status.code), headers: response.headers, body: Array(collected.readableBytesView))
    } catch {
        try await client.shutdown()
        throw error
    }
}

extension Sandbox.Configuration {
    /// A simulated world with its clock stopped.
    static func still(at moment: Timestamp, missingHours: [Venue: Set<Timestamp>] = [:], replay: Replay? = nil)
        -> Self
    {
        Self(now: { moment }, missingHours: missingHours, replay: replay)
    }
}

/// Twenty minutes into an hour.
let midHour = Timestamp.hour(5) + .minutes(20)

/// A value of a row whose columns are numbers and texts.
enum Cell: Decodable, Hashable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Double(text)
        }
    }
    var isText: Bool { if case .text = self { true } else { false } }
}

/// As a program that reads all recordings in `../shared/data/exchanges` finds them: the body alone.
struct Recorded<Body: Decodable>: Decodable { let body: Body }
