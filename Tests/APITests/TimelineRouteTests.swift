import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@Suite("/v1/timeline") struct TimelineRouteTests {
    /// Forty events, two of each second.
    struct Stub: TimelineReader {
        var failure: ArchiveFailure?

        func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry] {
            if let failure { throw failure }
            let all = (0..<40).reversed().map {
                TimelineEntry(
                    time: .hour(0) + .seconds($0 / 2), source: "cron.log", level: query.level, traceID: query.trace,
                    message: "event \($0)")
            }
            guard let before = query.before else { return Array(all.prefix(limit)) }
            return Array(all.filter { $0.time <= before.time }.dropFirst(before.given).prefix(limit))
        }
    }

    func get(_ path: String, _ stub: Stub = Stub()) async throws -> Fixture.TestResponse {
        let fixture = try Fixture()
        let moment = fixture.now
        let router = APIRouter.make(
            reader: LocalMarketReader(
                candles: fixture.candles, sightings: MemorySightings(), news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: false,
                freshness: fixture.freshness,
                now: { moment }),
            runs: fixture.runs, responses: ResponseCache(version: fixture.version, now: { moment }),
            readiness: .of(fixture.candles, at: moment),
            incidents: fixture.incidents, status: StatusRoute { _ in Array("{}".utf8) }, metrics: MetricsRoute { [] },
            requests: RequestMetrics(), operations: .init(.everyone, token: nil), timeline: stub, simulated: false)
        return try await Application(router: router).test(.router) { client in
            let response = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
            return Fixture.TestResponse(
                status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    @Test("has pages, newest first, with each event once", arguments: [1, 3, 40, 1000])
    func pages(limit: Int) async throws {
        var path: String? = "/v1/timeline?limit=\(limit)&level=info"
        var messages: [JSON] = []
        while let next = path, messages.count <= 40 {
            let response = try await get(next)
            #expect(response.status == 200 && response.headers[.eTag] != nil)
            messages += try response.object()["timeline"]?.list.compactMap { $0["message"] } ?? []
            path = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(messages == (0..<40).reversed().map { .string("event \($0)") })
    }

    @Test(
        "filters by trace and level, and rejects invalid values",
        arguments: [
            ("trace=0af7651916cd43dd8448eb211c80319c", 200), ("level=warning", 200), ("trace=xyz", 400),
            ("trace=0AF7651916CD43DD8448EB211C80319C", 400),
            ("level=loud", 400), ("limit=0", 400), ("limit=1001", 400), ("before=nonsense", 400),
            ("before=\(Cursor.candles(.oneHour, before: .hour(1)).text)", 400),
        ])
    func parameters(words: String, status: Int) async throws {
        #expect(try await get("/v1/timeline?" + words).status == status)
    }

    @Test("is a 503 without a secret when the records cannot be read")
    func unavailable() async throws {
        let response = try await get(
            "/v1/timeline", Stub(failure: ArchiveFailure(.unreachable, "db.internal is away", hint: "start it")))
        #expect(response.status == 503 && !response.text.contains("db.internal"))
    }
}
