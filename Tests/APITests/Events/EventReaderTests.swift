import Domain
import NIOCore
import Support
import Testing

@testable import API

@Suite("Reading what streams of events tell of") struct EventReaderTests {
    private func reader(_ fixture: Fixture) -> EventReader {
        let now = fixture.now
        return EventReader(
            candles: fixture.candles, sightings: fixture.sightings, news: fixture.news, runs: fixture.runs,
            incidents: fixture.incidents,
            market: LocalMarketReader(
                candles: fixture.candles, sightings: fixture.sightings, news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: false, freshness: fixture.freshness, now: { now }),
            intervals: [.oneHour])
    }

    private func kinds(_ snapshot: EventSnapshot) -> [String: Int] {
        Dictionary(grouping: snapshot.events, by: \.kind).mapValues(\.count)
    }

    @Test("each kind is read: what changes is an event, with the object of its route")
    func changes() async throws {
        let fixture = try Fixture(hours: Array(0..<10), articles: 3)
        let reader = reader(fixture)
        let first = try await reader.read(after: nil)
        #expect(kinds(first) == ["candle": 11, "article": 3, "analysis": 2])
        #expect(first.completeSince == nil)
        var log = EventLog(origin: 1, at: fixture.now)
        _ = log.update(first, at: fixture.now)

        // The open hour closes.
        let seen = Timestamp.hour(11)
        _ = try await fixture.candles.keep([
            ArchivedCandle(try .hour(10, close: 300), source: "coinbase", run: RunID(rawValue: "r"), seenAt: seen)
        ])
        try await fixture.runs.begin(
            Run(
                id: RunID(rawValue: "r1"), traceID: "t", command: "collect", trigger: .timer, host: "h", started: seen))
        let second = try await reader.read(after: first)
        let fresh = log.update(second, at: seen)
        #expect(Set(fresh.map(\.event.kind)) == ["candle", "run", "analysis"])
        let token = EventAudience(language: .english, access: .tokenHolder)
        let candle = try #require(fresh.first { $0.event.kind == "candle" }?.fields[token])
        let listed = try await fixture.get("/v1/candles?limit=1")[0].text
        let object = String(buffer: candle).split(separator: "\n")[1].dropFirst("data: ".count)
        // The object of the collection, and its interval.
        #expect(listed.contains(object.replacing("\"interval\":\"1h\",", with: "")), "\(object)")

        _ = try await fixture.news.keep(
            [ArchivedArticle(.number(77), run: RunID(rawValue: "r"), firstSeen: seen)])
        try await fixture.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i1"), cause: .portInUse, severity: .critical, opened: seen, context: "c",
                symptom: "s", diagnosis: "d"))
        let third = log.update(try await reader.read(after: second), at: seen)
        #expect(Set(third.map(\.event.kind)) == ["article", "incident"])
    }

    @Test("analyses are made again only when closed hours have changed")
    func analyses() async throws {
        let fixture = try Fixture(hours: Array(0..<10), articles: 0)
        let reader = reader(fixture)
        let first = try await reader.read(after: nil)
        func recorded(_ snapshot: EventSnapshot) -> [Timestamp] {
            snapshot.events.filter { $0.kind == "analysis" }.map(\.recorded)
        }
        _ = try await fixture.candles.keep([
            ArchivedCandle(
                try .hour(10, close: 250), source: "coinbase", run: RunID(rawValue: "r"),
                seenAt: fixture.now + .minutes(1))
        ])
        let second = try await reader.read(after: first)
        #expect(recorded(first) == recorded(second) && recorded(first).count == 2)
        _ = try await fixture.candles.keep([
            ArchivedCandle(try .hour(10, close: 250), source: "coinbase", run: RunID(rawValue: "r"), seenAt: .hour(11))
        ])
        #expect(recorded(try await reader.read(after: second)) == [.hour(11), .hour(11)])
    }

    @Test("an empty database has no events, and a full page says from when on it is complete")
    func bounds() async throws {
        let empty = try await reader(try Fixture(hours: [], articles: 0)).read(after: nil)
        #expect(empty.events.isEmpty && empty.completeSince == nil)
        let full = try await reader(try Fixture(hours: Array(0..<100), articles: 0)).read(after: nil)
        #expect(kinds(full)["candle"] == 48)
        #expect(full.completeSince == full.events.filter { $0.kind == "candle" }.map(\.recorded).min())
    }
}
