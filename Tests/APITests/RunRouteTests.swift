import API
import Domain
import HTTPTypes
import Support
import Testing

@Suite("The runs of the API") struct RunRouteTests {
    private func fixture(_ starts: [Timestamp]) async throws -> Fixture {
        let fixture = try Fixture()
        for (index, start) in starts.enumerated() {
            var run = Run(
                id: RunID(rawValue: "r\(index)"), traceID: String(repeating: "a", count: 32), command: "collect",
                trigger: .timer, host: "h", started: start)
            let failure = SourceFailure(.blocked, source: "kraken", "answered 403")
            run.sources = [SourceReport(source: "kraken", part: .prices, failure: failure)]
            run.finished = start + .seconds(2)
            run.outcome = .degraded
            try await fixture.runs.begin(run)
        }
        return fixture
    }

    @Test("are newest first, with the report of each source")
    func newest() async throws {
        let response = try #require(try await fixture([.hour(0), .hour(1)]).get("/v1/runs").first)
        let runs = try #require(response.object()["runs"]).list
        #expect(runs.map { $0["id"] } == [.string("r1"), .string("r0")])
        #expect(runs[0]["outcome"] == .string("degraded"))
        #expect(runs[0]["trace_id"] == .string(String(repeating: "a", count: 32)))
        #expect(runs[0]["sources"]?.list.first?["error"]?["kind"] == .string("blocked"))
        #expect(response.headers[.eTag]?.hasPrefix("\"") == true)
    }

    @Test("are listed once each over all pages, even those of one millisecond", arguments: [1, 2, 3, 7])
    func pages(limit: Int) async throws {
        let starts: [Timestamp] = [.hour(0), .hour(1), .hour(1), .hour(1), .hour(1), .hour(2)]
        let fixture = try await fixture(starts)
        var path: String? = "/v1/runs?limit=\(limit)"
        var seen: [JSON?] = []
        while let next = path {
            let response = try #require(try await fixture.get(next).first)
            #expect(response.status == 200)
            seen += try #require(response.object()["runs"]).list.map { $0["id"] }
            path = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(seen == ["r5", "r4", "r3", "r2", "r1", "r0"].map { .string($0) })
    }

    @Test("are an empty list before the first run")
    func none() async throws {
        let response = try #require(try await Fixture().get("/v1/runs").first)
        #expect(response.status == 200)
        #expect(try response.object()["runs"] == .array([]))
    }

    @Test(
        "are a 400 for invalid limits and cursors",
        arguments: ["limit=0", "limit=1001", "before=elsewhere", "before=Yy8xaC8x"])
    func refused(query: String) async throws {
        #expect(try await Fixture().get("/v1/runs?\(query)").first?.status == 400)
    }
}
