import Domain
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("A collection pass") struct CollectorTests {
    let candles = MemoryCandles()
    let news: MemoryNews
    let feeds = MemoryFeeds()
    let runs = MemoryRuns()
    let registry = MemoryLeases()
    let now = Timestamp.hour(1000) + .minutes(20)

    init() { news = MemoryNews(feeds: feeds) }

    func leases(
        process: Int32 = 1, acquireTimeout: Duration = .zero,
        isGone: @escaping @Sendable (LeaseHolder) -> Bool = { _ in false }
    ) -> Leases {
        let now = now
        return Leases(
            registry: registry, host: "host", process: process, processStart: "boot/\(process)", isGone: isGone,
            acquireTimeout: acquireTimeout, ttl: .hours(1), now: { now })
    }

    func collector(
        prices: [any PriceSource]? = nil, feeds sources: [any NewsSource]? = nil, leases: Leases? = nil
    ) -> Collector {
        let now = now
        let feed = ScriptedNews("feed") { _ throws(SourceFailure) in
            NewsBatch(articles: [.number(1), .number(2)], validators: nil)
        }
        return Collector(
            prices: CollectionPorts(
                priceSources: prices ?? [ScriptedPrices("first", now: now)], candles: candles,
                sightings: MemorySightings(), sources: MemorySources(), journal: MemoryJournal(), now: { now }),
            newsSources: sources ?? [feed], news: news, feeds: feeds, runs: runs, leases: leases ?? self.leases())
    }

    func collect(_ collector: Collector) async throws -> Run {
        // All at one moment, at which no feed would be due again.
        guard
            case .done(let run) = try await collector.collect(
                [.prices, .news], command: "collect", trigger: .manual, forcing: true)
        else {
            throw Unexpected()
        }
        return run
    }
    struct Unexpected: Error {}

    @Test("keeps candles and articles, and records the run with every source")
    func records() async throws {
        let run = try await collect(collector())
        #expect(run.outcome == .ok)
        #expect(run.sources.map(\.source) == ["first", "feed"])
        #expect(run.traceID.count == 32)
        #expect(try await runs.runs(before: nil, limit: 10) == [run])
        #expect(try await news.articles(matching: NewsQuery(), limit: 10).count == 2)
    }

    @Test("a feed that repeats old items with new dates is stale, and is not left alone as unmodified")
    func repeatedItems() async throws {
        let offset = Mutex<Duration>(.zero)
        let feed = ScriptedNews("feed") { _ throws(SourceFailure) in
            let later = offset.withLock { $0 }
            return NewsBatch(
                articles: (1...5).map { .number($0, published: .hour(Int64($0)) + later) },
                validators: FeedValidators(etag: "1", lastModified: nil))
        }
        #expect(try await collect(collector(feeds: [feed])).outcome == .ok)
        offset.withLock { $0 = .days(7) }
        let run = try await collect(collector(feeds: [feed]))
        #expect(run.sources.last?.error?.kind == .stale)
        #expect(run.sources.last?.error?.message.contains("5 of 5") == true)
        let newest = try await news.articles(matching: NewsQuery(), limit: 10).compactMap(\.article.published).max()
        #expect(newest == .hour(5))
        // Once it has something new, it serves again.
        offset.withLock { $0 = .zero }
        #expect(try await collect(collector(feeds: [feed])).outcome == .ok)
    }

    @Test("the first pass of an empty archive reaches back a month")
    func month() async throws {
        _ = try await collect(collector())
        #expect(try await candles.candles(of: .oneHour, in: nil, limit: .max).count == 31 * 24 + 1)
    }

    @Test("is degraded when a source failed and another one served")
    func degraded() async throws {
        let run = try await collect(
            collector(prices: [ScriptedPrices(failing: .timeout, "down"), ScriptedPrices("up", now: now)]))
        #expect(run.outcome == .degraded)
    }

    @Test("is failed when no price source served, and the news are kept all the same")
    func failed() async throws {
        let run = try await collect(collector(prices: [ScriptedPrices(failing: .timeout, "down")]))
        #expect(run.outcome == .failed)
        #expect(try await news.articles(matching: NewsQuery(), limit: 10).count == 2)
    }

    @Test("one feed that serves is enough; none is a failure")
    func feeds() async throws {
        let blocked = ScriptedNews("blocked") { _ throws(SourceFailure) in
            throw SourceFailure(.blocked, source: "blocked", "answered 403")
        }
        let unchanged = ScriptedNews("unchanged") { _ throws(SourceFailure) in
            NewsBatch(articles: [], validators: nil, notModified: true)
        }
        #expect(try await collect(collector(feeds: [blocked, unchanged])).outcome == .degraded)
        #expect(try await collect(collector(feeds: [blocked])).outcome == .failed)
        #expect(try await collect(collector(feeds: [])).outcome == .ok)
    }

    @Test("a feed is requested with its last validators")
    func validators() async throws {
        let seen = Mutex<[FeedValidators?]>([])
        let feed = ScriptedNews("feed") { validators throws(SourceFailure) in
            seen.withLock { $0.append(validators) }
            return NewsBatch(articles: [.number(1)], validators: FeedValidators(etag: "\"1\"", lastModified: nil))
        }
        _ = try await collect(collector(feeds: [feed]))
        _ = try await collect(collector(feeds: [feed]))
        #expect(seen.withLock { $0 } == [nil, FeedValidators(etag: "\"1\"", lastModified: nil)])
    }

    @Test("a pass that finds another in progress waits for it no longer than the timeout")
    func busy() async throws {
        let other = LeaseHolder(run: RunID(rawValue: "other"), host: "elsewhere", process: 7, processStart: "")
        _ = try await registry.take("collect", for: other, now: now, ttl: .seconds(60), isGone: { _ in false })
        guard case .busy(let holder) = try await collector().collect([.prices], command: "collect", trigger: .manual)
        else {
            Issue.record("it should have been busy")
            return
        }
        #expect(holder == other)
        #expect(try await runs.runs(before: nil, limit: 1).isEmpty)
    }

    @Test("a run whose process is gone is recorded as abandoned by the next one")
    func abandoned() async throws {
        let dead = Run(
            id: RunID(rawValue: "dead"), traceID: "t", command: "collect", trigger: .manual, host: "host", started: now)
        try await runs.begin(dead)
        let holder = LeaseHolder(run: dead.id, host: "host", process: 7, processStart: "boot/7")
        _ = try await registry.take("collect", for: holder, now: now, ttl: .seconds(60), isGone: { _ in false })
        _ = try await collect(collector(leases: leases(isGone: { $0.process == 7 })))
        #expect(try await runs.runs(before: nil, limit: 10).first { $0.id == dead.id }?.outcome == .abandoned)
    }

    @Test("a pass that is stopped is recorded as abandoned and gives its lease back")
    func cancelled() async throws {
        let (began, beganNow) = AsyncStream<Void>.makeStream()
        let hanging = ScriptedPrices("hanging") { _, _ async throws(SourceFailure) in
            beganNow.yield()
            // A stream that never gives anything ends when its reader is cancelled.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            throw SourceFailure(.timeout, source: "hanging", "cancelled")
        }
        let collector = collector(prices: [hanging], feeds: [])
        let pass = Task { try await collector.collect([.prices], command: "collect", trigger: .manual) }
        for await _ in began { break }
        pass.cancel()
        await #expect(throws: CancellationError.self) { try await pass.value }
        #expect(try await runs.runs(before: nil, limit: 1).first?.outcome == .abandoned)
        let next = LeaseHolder(run: RunID(rawValue: "next"), host: "host", process: 2, processStart: "")
        #expect(
            try await registry.take("collect", for: next, now: now, ttl: .seconds(1), isGone: { _ in false })
                == .taken(abandoned: nil))
    }

    @Test("a backfill fails when a range got no response, and keeps the others")
    func partialBackfill() async throws {
        let now = now
        let source = ScriptedPrices("first", pageSize: 300) { interval, range throws(SourceFailure) in
            guard !range.contains(.hour(500)) else { throw SourceFailure(.timeout, source: "first", "made to fail") }
            return try await ScriptedPrices("first", now: now).candles(of: interval, in: range)
        }
        let window = TimeRange(.hour(0), until: .hour(1000))
        guard
            case .done(let run) = try await collector(prices: [source]).backfill(
                window, of: .oneHour, command: "backfill", trigger: .manual
            ).result
        else {
            throw Unexpected()
        }
        #expect(run.outcome == .failed)
        #expect(try await candles.candles(of: .oneHour, in: nil, limit: .max).count == 700)
    }

    @Test("backfill asks for what is missing only, and goes on where it stopped")
    func backfill() async throws {
        let source = ScriptedPrices("first", now: now)
        let window = TimeRange(.hour(0), until: .hour(1000))
        for _ in 1...2 {
            _ = try await collector(prices: [source]).backfill(
                window, of: .oneHour, command: "backfill", trigger: .manual)
        }
        #expect(source.requests.count == 1)
        #expect(try await candles.candles(of: .oneHour, in: nil, limit: .max).count == 1000)
    }
}
