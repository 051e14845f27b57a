import Domain
import Support
import Testing

@testable import Storage

@Suite("A database copied into another") struct DatabaseCopyTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let from, to: Engine
        var testDescription: String { "\(from.rawValue) to \(to.rawValue)" }
        static let all = Engine.all.flatMap { from in Engine.all.map { Way(from: from, to: $0) } }
    }

    private func withBoth(_ way: Way, _ body: (Database, Database) async throws -> Void) async throws {
        try await withDatabase(way.from) { source in
            try await withDatabase(way.to) { target in try await body(source, target) }
        }
    }

    /// Something in every table, texts that are hard to carry among them.
    private func fill(_ database: Database, hours: Int64 = 2500) async throws {
        try await database.claim(.real)
        _ = try await database.candles.keep(try (0..<hours).map { try ArchivedCandle.hour($0) })
        try await fillMarket(database)
        let texts = ["plain", "émoji 🟠 e\u{301}", "quote ' \" \\ {a,b} NULL", "line\nbreak\ttab", ""]
        let articles = texts.enumerated().map { index, text in
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: "a\(index)"), title: text, link: "https://example.org/\(index)",
                    publisher: text,
                    published: index == 0 ? nil : .hour(Int64(index)), summary: text, language: index == 1 ? nil : "fr",
                    feed: "feed"),
                run: RunID(rawValue: "r"), firstSeen: .hour(1))
        }
        _ = try await database.news.keep(articles)
        try await database.feeds.record(.full("https://example.org/feed"))
        var run = Run(
            id: RunID(rawValue: "r"), traceID: "t", command: "collect", trigger: .timer, host: "h", started: .hour(0))
        run.sources = [
            SourceReport(
                source: "kraken", part: .prices, failure: SourceFailure(.rateLimited, source: "kraken", "answered 429"))
        ]
        try await database.runs.finish(run)
        try await database.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i"), cause: .diskFull, severity: .warning, opened: .hour(0), context: "",
                symptom: "", diagnosis: "",
                evidence: [Evidence(source: "df", line: "0 left")]))
        _ = try await database.models.claim(.hour(5), in: .french, provider: "p", model: "m", now: .hour(5))
        try await database.models.record(
            ModelCall(
                id: "c", started: .hour(5), duration: .seconds(1), hour: .hour(5), language: .french, attempt: 1,
                provider: "p", model: "m", promptName: "p", promptVersion: "v", outcome: .ungrounded))
        try await database.scores.keep(
            AnalysisScore(
                hour: .hour(5), quote: .usd, price: 100.5, trend: .bullish,
                range: PriceRange(low80: 95, high80: 105, low95: 90, high95: 110), mood: -0.25))
        try await database.scores.record(
            AnalysisFeedback(
                hour: .hour(5), language: .french, provider: "p", model: "m", helpful: true, given: .hour(6)))
        let alert = PriceAlert(id: "a", .moved(percent: 2.5, hours: 6), created: .hour(1), armed: nil)
        _ = try await database.alerts.add(alert, limit: 1)
        _ = try await database.pushSubscriptions.keep(.sample(language: .french), limit: 1)
        _ = try await database.notices.queue(QueuedNotice(id: "n", kind: "k", created: .hour(1), content: "{}"))
        _ = try await database.notices.claim(
            "n", for: NoticeReceiver(fingerprint: "f", name: "Slack"), now: .hour(1), until: .hour(2))
    }

    /// A minute before the hours, a correction, and what is known of the sources.
    private func fillMarket(_ database: Database) async throws {
        let minute = try Candle(
            .oneMinute, at: .hour(-1), open: 1.5, high: 2, low: 1, close: 1.75, volume: 0.5, quote: .usdt)
        _ = try await database.candles.keep([
            ArchivedCandle(minute, source: "binance", run: RunID(rawValue: "r"), seenAt: .hour(1)),
            try .hour(0, close: 98, after: 7200),
        ])
        let sighting = Sighting(
            source: "bitstamp", interval: .oneHour, openTime: .hour(1), close: 101, volume: nil, quote: .usd,
            seenAt: .hour(3))
        try await database.sightings.record([sighting], forgettingBefore: .hour(0))
        let doubtful = DoubtfulCandle(
            .oneHour, at: .hour(1), reason: .disagreement, odd: "kraken", spread: 0.01, since: .hour(3))
        try await database.sightings.setDoubtful(
            [doubtful], of: .oneHour, in: TimeRange(.hour(0), until: .hour(2)))
        try await database.sources.record(SourceState("kraken", lastAnswer: .hour(3), failures: 0))
        let absence = SourceAbsence(
            "kraken", .oneHour, TimeRange(.earliest, until: .hour(-5)), reason: .beforeFirst, since: .hour(1),
            confirmations: 1, nextCheck: .hour(50))
        try await database.sources.replaceAbsences(of: "kraken", .oneHour, in: absence.range, with: [absence])
    }

    private func content(of database: Database) async throws -> [String] {
        var told: [String] = []
        for candle in try await database.candles.candles(of: .oneHour, in: nil, limit: 10_000) {
            told.append("\(candle)")
        }
        for article in try await database.news.articles(matching: NewsQuery(), limit: 1000) {
            told.append("\(article)")
        }
        for run in try await database.runs.runs(before: nil, limit: 1000) { told.append("\(run)") }
        for incident in try await database.incidents.incidents(before: nil, limit: 1000) { told.append("\(incident)") }
        told += try await database.feeds.feeds().map { "\(FeedRow.values($0))" }
        told.append("\(String(describing: try await database.origin()))")
        return told
    }

    @Test("everything arrives, whichever the engines", arguments: Way.all)
    func everything(way: Way) async throws {
        try await withBoth(way) { source, target in
            try await fill(source)
            let tables = try await DatabaseCopy(from: source, to: target).run(replacing: false)
            #expect(try await content(of: target) == content(of: source))
            #expect(tables.allSatisfy { $0.rows > 0 }, "the test has something for every table: \(tables)")
            #expect(tables.first { $0.table == "candles_1h" }?.rows == 2501, "and the hour made of a minute")
        }
    }

    @Test("a target with rows is rejected and unchanged, and replaced on request", arguments: Way.all)
    func notEmpty(way: Way) async throws {
        try await withBoth(way) { source, target in
            try await fill(source, hours: 5)
            _ = try await target.candles.keep([try .hour(77, close: 3)])
            let before = try await content(of: target)
            let failure = try await archiveFailure {
                _ = try await DatabaseCopy(from: source, to: target).run(replacing: false)
            }
            #expect(
                failure.kind == .notEmpty && failure.message.english.contains("holds 1 row in candles_1h")
                    && failure.hint.english.contains("--force"))
            #expect(try await content(of: target) == before)
            _ = try await DatabaseCopy(from: source, to: target).run(replacing: true)
            #expect(try await content(of: target) == content(of: source))
        }
    }

    @Test("what is written to the source meanwhile is either all in the copy or not at all", arguments: Way.all)
    func snapshot(way: Way) async throws {
        try await withBoth(way) { source, target in
            try await fill(source)
            // Both rows of a pair are written in one transaction: the second table is read long after the first.
            let writer = Task {
                var number = 0
                while !Task.isCancelled {
                    number += 1
                    let id = "w\(number)"
                    try await source.engine.write { database throws(ArchiveFailure) in
                        try database.execute("INSERT INTO feeds (name) VALUES (?)", [.text(id)])
                        try database.execute(
                            "INSERT INTO run_sources (run_id, position, source, part, source_outcome, fetched, kept_new, "
                                + "kept_updated, kept_unchanged) SELECT ?, 0, source, part, source_outcome, fetched, "
                                + "kept_new, kept_updated, kept_unchanged FROM run_sources WHERE run_id = 'r'",
                            [.text(id)])
                    }
                }
                return number
            }
            let tables = try await DatabaseCopy(from: source, to: target).run(replacing: false)
            writer.cancel()
            #expect(try await writer.value > 0)
            func rows(_ name: String) -> Int? { tables.first { $0.table == name }?.rows }
            #expect(rows("feeds") == rows("run_sources"))
        }
    }

    @Test("a copy that fails leaves what was there", arguments: Way.all)
    func failing(way: Way) async throws {
        try await withBoth(way) { source, target in
            try await fill(source, hours: 5)
            _ = try await target.candles.keep([try .hour(77, close: 3)])
            try await source.engine.write { database throws(ArchiveFailure) in
                _ = try database.execute("DROP TABLE incident_evidence")
            }
            let before = try await content(of: target)
            _ = try await archiveFailure { _ = try await DatabaseCopy(from: source, to: target).run(replacing: true) }
            #expect(try await content(of: target) == before)
        }
    }

    @Test("the checksum does not depend on the order of rows, and does depend on every value")
    func digest() {
        func digest(_ rows: [[SQLValue]]) -> TableDigest {
            var digest = TableDigest()
            for row in rows { digest.add(SQLRow(values: row)) }
            return digest
        }
        let rows: [[SQLValue]] = [[.text("a"), .integer(1), .null], [.text("b"), .real(1), .text("")]]
        #expect(digest(rows) == digest(rows.reversed()))
        #expect(digest([[.real(0.0)]]) == digest([[.real(-0.0)]]))
        for other: [SQLValue] in [
            [.text("a"), .integer(2), .null], [.text("a"), .real(1), .null], [.text("a"), .integer(1), .text("")],
            [.text("a1"), .integer(1), .null],
        ] {
            #expect(digest(rows) != digest([other, rows[1]]))
        }
        #expect(digest([rows[0], rows[0]]) != digest([]))
    }

    @Test("the catalog knows every table that the migrations make, and its key", arguments: Engine.all)
    func catalog(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sql =
                engine == .sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
            let found = try await database.engine.read { connection throws(ArchiveFailure) in try connection.rows(sql) }
            let catalog = try SchemaCatalog()
            #expect(Set(try found.map { try $0.text(0) }) == Set(catalog.tables.map(\.name) + [SchemaCatalog.versions]))
            #expect(catalog.tables.allSatisfy { !$0.key.isEmpty && $0.columns.count > 1 })
            #expect(catalog.tables.first { $0.name == "candles_1h" }?.key == ["minute"])
            #expect(try SchemaCatalog(version: 1).tables.map(\.name).contains("incidents") == false)
        }
    }
}
