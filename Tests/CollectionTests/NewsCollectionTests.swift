import Domain
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("The collection of news") struct NewsCollectionTests {
    private let news: MemoryNews
    private let feeds = MemoryFeeds()
    private let registry = MemoryLeases()
    private let journal = MemoryJournal()
    private let clock = HandClock()

    init() { news = MemoryNews(feeds: feeds) }

    private final class HandClock: Sendable {
        private let moment = Mutex(Timestamp.hour(1000))
        var now: Timestamp {
            get { moment.withLock { $0 } }
            set { moment.withLock { $0 = newValue } }
        }
    }

    private func collection(_ sources: [any NewsSource], process: Int32 = 1) -> NewsCollection {
        let moment = clock.now
        return NewsCollection(
            sources: sources, archive: news, feeds: feeds,
            leases: Leases(
                registry: registry, host: "host-\(process)", process: process, processStart: "",
                isGone: { _ in false }, now: { moment }),
            journal: journal, every: .hours(1), now: { moment }, jitter: { 1 })
    }

    private let run = RunID(rawValue: "run")

    /// Counts the requests that are open at once.
    private final class Gauge: Sendable {
        private let state = Mutex((open: 0, most: 0, total: 0))
        var most: Int { state.withLock { $0.most } }
        var total: Int { state.withLock { $0.total } }

        func during<T>(_ work: () async -> T) async -> T {
            state.withLock { state in
                state.open += 1
                state.total += 1
                state.most = max(state.most, state.open)
            }
            defer { state.withLock { $0.open -= 1 } }
            return await work()
        }
    }

    private func feed(_ name: SourceName, host: String, _ all: Gauge = Gauge(), _ own: Gauge = Gauge()) -> ScriptedNews
    {
        ScriptedNews(
            name, host: host,
            answering: { _ throws(SourceFailure) in
                await all.during { await own.during { for _ in 0..<20 { await Task.yield() } } }
                return NewsBatch(articles: [.number(1)], validators: nil)
            })
    }

    @Test("one feed of a host is asked at a time, and few hosts at once")
    func parallel() async throws {
        let (all, own) = (Gauge(), Gauge())
        let same = (0..<5).map { feed(SourceName("same-\($0)"), host: "same", all, own) }
        let others = (0..<20).map { feed(SourceName("other-\($0)"), host: "host-\($0)", all) }
        let reports = try await collection(same + others).reports(run: run, .scheduled)
        #expect(reports.map(\.source) == (same + others).map(\.name))
        #expect(own.most == 1 && own.total == 5)
        #expect(all.most <= NewsCollection.hostLimit && all.total == 25)
    }

    /// Stores nothing before so many feeds have been asked.
    private struct WaitingNews: NewsArchive {
        let gauge: Gauge
        let wanted: Int

        func keep(_ articles: [ArchivedArticle], with state: @escaping @Sendable (WriteResult) -> FeedState?)
            async throws -> WriteResult
        {
            while gauge.total < wanted {
                try Task.checkCancellation()
                await Task.yield()
            }
            return WriteResult(new: articles.count)
        }

        func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle] { [] }
    }

    @Test("while feeds are stored, others are asked", .timeLimit(.minutes(5)))
    func storing() async throws {
        let gauge = Gauge()
        let sources = (0..<30).map { feed(SourceName("feed-\($0)"), host: "host-\($0)", gauge) }
        let usual = collection(sources)
        let waiting = NewsCollection(
            sources: sources, archive: WaitingNews(gauge: gauge, wanted: NewsCollection.pendingLimit), feeds: feeds,
            leases: usual.leases, journal: journal, every: .hours(1), now: usual.now)
        let reports = try await waiting.reports(run: run, .scheduled)
        #expect(reports.count { $0.new == 1 } == 30)
        #expect(gauge.most <= NewsCollection.hostLimit && gauge.total == 30)
    }

    @Test("feeds are claimed before the first is answered, however few are asked at once", .timeLimit(.minutes(5)))
    func claimedBefore() async throws {
        let names = (0..<30).map { "feed-\($0)" }
        let leases = names.map { NewsCollection.leasePrefix + "https://\($0)/feed" }
        let haveAll = Atomic(false)
        let registry = registry
        let sources = names.map { name in
            ScriptedNews(
                SourceName(name), host: name,
                answering: { _ throws(SourceFailure) in
                    while !haveAll.load(ordering: .relaxed), !Task.isCancelled {
                        var claimed = 0
                        for lease in leases where (try? await registry.holder(of: lease)) != nil { claimed += 1 }
                        if claimed == leases.count { haveAll.store(true, ordering: .relaxed) }
                        await Task.yield()
                    }
                    return NewsBatch(articles: [.number(1)], validators: nil)
                })
        }
        let reports = try await collection(sources).reports(run: run, .scheduled)
        #expect(reports.count == 30 && haveAll.load(ordering: .relaxed))
        for lease in leases { #expect(try await registry.holder(of: lease) == nil) }
    }

    @Test("two processes that collect at once ask each feed once")
    func claims() async throws {
        let gauge = Gauge()
        let sources = (0..<12).map { feed(SourceName("feed-\($0)"), host: "host-\($0)", gauge) }
        let (one, other) = (collection(sources, process: 1), collection(sources, process: 2))
        async let first = one.reports(run: RunID(rawValue: "1"), .scheduled)
        async let second = other.reports(run: RunID(rawValue: "2"), .scheduled)
        let reports = try await first + second
        #expect(gauge.total == 12)
        #expect(reports.count { $0.outcome == .ok } == 12 && reports.count { $0.outcome == .notDue } == 12)
    }

    @Test("a feed that is not due says until when and why, and its run is no worse for it")
    func notDue() async throws {
        let source = feed("feed", host: "host")
        _ = try await collection([source]).reports(run: run, .scheduled)
        let report = try #require(try await collection([source]).reports(run: run, .manual).first)
        #expect(report.outcome == .notDue && report.error == nil)
        #expect(report.nextAttempt == SourceReport.NextAttempt(.hour(1000) + .minutes(30), .interval))
        let verdict = Verdict(news: [report], newsRequested: true)
        #expect(verdict.outcome == .ok)
        #expect(try await collection([source]).reports(run: run, .forced).first?.outcome == .ok)
    }

    @Test("a feed that is left alone after failures repeats its failure, with the time of the next attempt")
    func backOff() async throws {
        let source = ScriptedNews("feed") { _ throws(SourceFailure) in
            throw SourceFailure("feed", OutboundError.status(503, retryAfter: .hours(5)))
        }
        _ = try await collection([source]).reports(run: run, .scheduled)
        clock.now = .hour(1002)
        let report = try #require(try await collection([source]).reports(run: run, .forced).first)
        #expect(report.outcome == .skipped && report.error?.kind == .httpStatus)
        #expect(report.nextAttempt == SourceReport.NextAttempt(.hour(1005), .requested))
    }

    @Test("a feed that is gone is named with what to do, and is not asked again")
    func gone() async throws {
        let asked = Atomic(0)
        let source = ScriptedNews("feed") { _ throws(SourceFailure) in
            asked.add(1, ordering: .relaxed)
            throw SourceFailure("feed", OutboundError.status(410))
        }
        let report = try #require(try await collection([source]).reports(run: run, .scheduled).first)
        #expect(report.error?.message.contains("gone for good") == true)
        #expect(report.error?.hint.contains("NEWS_FEEDS") == true)
        clock.now = .hour(2000)
        #expect(try await collection([source]).reports(run: run, .scheduled).first?.outcome == .skipped)
        #expect(asked.load(ordering: .relaxed) == 1)
    }

    @Test("a feed that moved for good is named once")
    func moved() async throws {
        let source = ScriptedNews("feed") { _ throws(SourceFailure) in
            var batch = NewsBatch(articles: [.number(1)], validators: nil)
            batch.movedTo = "https://new.example/feed"
            return batch
        }
        for hour in 0..<3 {
            clock.now = .hour(1000 + Int64(hour))
            _ = try await collection([source]).reports(run: run, .scheduled)
        }
        let notes = journal.events.filter { $0.message.contains("permanently redirects to https://new.example/feed") }
        #expect(notes.count == 1 && notes.first?.level == .warning)
    }

    @Test("an outage of this host's network does not keep the feeds waiting")
    func outage() async throws {
        let sources = ["a", "b"].map { name in
            ScriptedNews(SourceName(name)) { _ throws(SourceFailure) in
                throw SourceFailure(SourceName(name), OutboundError.notResolved(host: name))
            }
        }
        for hour in 0..<10 {
            clock.now = .hour(1000 + Int64(hour))
            _ = try await collection(sources).reports(run: run, .scheduled)
        }
        for state in try await feeds.feeds() {
            #expect(state.source.failures == 1 && state.source.notBefore == .hour(1009) + .minutes(30))
        }
    }

    @Test(
        "a feed that is alone is not blamed where no source of prices was reached either, and is where one was")
    func alone() async throws {
        let source = ScriptedNews("feed") { _ throws(SourceFailure) in
            throw SourceFailure("feed", OutboundError.notResolved(host: "feed"))
        }
        let unreached = SourceReport(
            source: "kraken", part: .prices,
            failure: SourceFailure("kraken", OutboundError.notResolved(host: "kraken")))
        let answered = SourceReport(source: "kraken", part: .prices, fetched: 1, kept: WriteResult())
        for hour in 0..<6 {
            clock.now = .hour(1000 + Int64(hour))
            _ = try await collection([source]).reports(run: run, .scheduled, beside: [unreached])
        }
        let excused = try #require(try await feeds.feeds().first)
        #expect(excused.source.notBefore == .hour(1005) + .minutes(30))
        clock.now = .hour(1006)
        _ = try await collection([source]).reports(run: run, .scheduled, beside: [answered])
        // The second failure of its own: the pause is that of two, not of seven.
        let blamed = try #require(try await feeds.feeds().first)
        #expect(blamed.source.failures == 2 && blamed.source.notBefore == .hour(1008))
    }
}

extension NewsCollection {
    /// What a run reports of its feeds.
    func reports(run: RunID, _ demand: FeedSchedule.Demand, beside prices: [SourceReport] = []) async throws
        -> [SourceReport]
    {
        let results = try await collect(run: run, demand)
        try await excuse(results, beside: prices)
        return results.map(\.report)
    }
}
