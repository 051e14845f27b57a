import Domain
import HTTPTypes
import Hummingbird
import Support

@testable import API

extension Fixture {
    /// Adds a run and an incident in which every member is present, and a story with a report.
    func addRecords() async throws {
        var run = Run(
            id: RunID(rawValue: "r1"), traceID: String(repeating: "a", count: 32), command: "collect", trigger: .timer,
            host: "h", started: .hour(1))
        run.sources = [
            SourceReport(
                source: "kraken", part: .prices, failure: SourceFailure(.blocked, source: "kraken", "answered 403"))
        ]
        run.finished = .hour(1) + .seconds(2)
        run.outcome = .degraded
        try await runs.begin(run)
        var incident = Incident(
            id: IncidentID(rawValue: "i1"), cause: .portInUse,
            at: Incident.Place(host: "h", unit: "u", subject: "8001"), severity: .critical, state: .resolved,
            opened: .hour(0), context: "c", symptom: "s", diagnosis: "d",
            evidence: [
                Evidence(time: .hour(0), source: "journal", line: "the line"), Evidence(source: "ss", line: "a fact"),
            ])
        incident.resolved = .hour(1)
        incident.explained = .hour(1)
        incident.reopened = 2
        incident.parent = IncidentID(rawValue: "i0")
        try await incidents.keep(incident)
        let title = "Kraken secures MiCA licence in Ireland"
        for (number, publisher) in ["Daily", "Wire"].enumerated() {
            _ = try await news.keep(
                [
                    ArchivedArticle(
                        Article(
                            id: ArticleID(rawValue: publisher), title: title, link: "https://example.com/\(publisher)",
                            publisher: publisher, published: .hour(Int64(number)), summary: "", language: "en",
                            feed: "feed"), run: run.id, firstSeen: .hour(Int64(number)))
                ])
        }
    }

    /// `GET /v1/price` and so on, as the router has them.
    var routes: [String] {
        router(simulated: false, database: nil, operations: .init(.everyone, token: nil)).routes.map {
            "\($0.method.rawValue) \($0.path)"
        }
    }
}
