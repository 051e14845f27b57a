import Domain
import Storage
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("Two hosts that collect the same feeds into one database") struct TwoHostsTests {
    private final class Requests: Sendable {
        private let counts = Mutex<[SourceName: Int]>([:])
        var all: [SourceName: Int] { counts.withLock { $0 } }
        func count(_ name: SourceName) { counts.withLock { $0[name, default: 0] += 1 } }
    }

    private let now = Timestamp.hour(1000) + .minutes(5)

    private func leases(_ database: Database, host: String, process: Int32) -> Leases {
        let now = now
        return Leases(
            registry: database.leases, host: host, process: process, processStart: "boot/\(process)",
            isGone: { _ in false }, acquireTimeout: .seconds(60), ttl: .hours(1), now: { now })
    }

    private func feeds(_ requests: Requests) -> [any NewsSource] {
        (0..<8).map { number in
            let name = SourceName("feed-\(number)")
            return ScriptedNews(
                name,
                answering: { _ throws(SourceFailure) in
                    requests.count(name)
                    for _ in 0..<50 { await Task.yield() }
                    return NewsBatch(
                        articles: (0..<5).map { .number(number * 5 + $0, published: .hour(Int64(900 + $0))) },
                        validators: nil)
                })
        }
    }

    @Test("ask each feed once and store each article once, without waiting for each other", arguments: Engine.all)
    func concurrent(engine: Engine) async throws {
        try await engine.withDatabase { database in
            let requests = Requests()
            let (feeds, moment) = (feeds(requests), now)
            func collection(_ host: String, _ process: Int32) -> NewsCollection {
                NewsCollection(
                    sources: feeds, archive: database.news, feeds: database.feeds,
                    leases: leases(database, host: host, process: process), journal: MemoryJournal(), every: .hours(1),
                    now: { moment })
            }
            let (one, other) = (collection("one", 1), collection("other", 2))
            async let first = one.reports(run: RunID(rawValue: "1"), .scheduled)
            async let second = other.reports(run: RunID(rawValue: "2"), .scheduled)
            let reports = try await first + second
            #expect(requests.all == Dictionary(uniqueKeysWithValues: feeds.map { ($0.name, 1) }))
            #expect(reports.reduce(0) { $0 + $1.new } == 40)
            let articles = try await database.news.articles(matching: NewsQuery(), limit: 100)
            #expect(articles.count == 40 && Set(articles.map(\.article.id)).count == 40)
        }
    }

    @Test("as whole passes, one after the other by the lease of the collection", arguments: Engine.all)
    func passes(engine: Engine) async throws {
        try await engine.withDatabase { database in
            let requests = Requests()
            let (feeds, moment) = (feeds(requests), now)
            func collector(_ host: String, _ process: Int32) -> Collector {
                Collector(
                    prices: CollectionPorts(
                        priceSources: [], candles: database.candles, sightings: database.sightings,
                        sources: database.sources, journal: MemoryJournal(), now: { moment }),
                    newsSources: feeds, news: database.news, feeds: database.feeds, runs: database.runs,
                    leases: leases(database, host: host, process: process))
            }
            let (one, other) = (collector("one", 1), collector("other", 2))
            async let first = one.collect([.news], command: "collect news", trigger: .timer)
            async let second = other.collect([.news], command: "collect news", trigger: .timer)
            var runs: [Run] = []
            for result in [try await first, try await second] {
                guard case .done(let run) = result else {
                    Issue.record("a pass did not wait for the other one")
                    continue
                }
                runs.append(run)
            }
            #expect(runs.map(\.outcome) == [.ok, .ok])
            #expect(requests.all == Dictionary(uniqueKeysWithValues: feeds.map { ($0.name, 1) }))
            let outcomes = Set(runs.map { Set($0.sources.map(\.outcome)) })
            #expect(outcomes == [[.ok], [.notDue]])
        }
    }
}
