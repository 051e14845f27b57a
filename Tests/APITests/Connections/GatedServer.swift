import API
import Domain
import Hummingbird
import Support

/// Runs `body` with a client of the API on loopback, with these limits.
func withAPI<T: Sendable>(
    limits: ServerLimits = ServerLimits(), requests: RequestMetrics = RequestMetrics(),
    _ body: @escaping @Sendable (LiveClient) async throws -> T
) async throws -> T {
    let fixture = try Fixture()
    let now = fixture.now
    let responses = ResponseCache(version: fixture.version, requests: requests, now: { now })
    let router = APIRouter.make(
        reader: LocalMarketReader(
            candles: fixture.candles, sightings: MemorySightings(), news: fixture.news, analyst: Fixture.StubAnalyst(),
            simulated: false,
            freshness: fixture.freshness, now: { now }),
        runs: fixture.runs, responses: responses, readiness: .of(fixture.candles, at: now),
        incidents: fixture.incidents, status: StatusRoute { _ in Array("{}".utf8) },
        metrics: MetricsRoute { requests.families() }, requests: requests, operations: .init(.everyone, token: nil),
        simulated: false)
    return try await withServer(
        router, responses: responses, simulated: false, now: now, limits: limits, requests: requests, body)
}

extension ServerLimits {
    /// Without a trusted proxy, so that a client on loopback is limited like any other.
    static func direct(_ change: (inout ServerLimits) -> Void = { _ in }) -> ServerLimits {
        var limits = ServerLimits()
        limits.trustedProxies = []
        change(&limits)
        return limits
    }
}

extension LiveClient {
    /// The status of a request on a connection of its own.
    func statusOnOwnConnection(_ path: String, header: String = "") async throws -> Int? {
        let text = try await RawClient.exchange(
            "GET \(path) HTTP/1.1\r\nHost: x\r\n\(header)Connection: close\r\n\r\n", port: port)
        return Int(text.dropFirst(9).prefix(3))
    }
}
