import Collection
import Domain
import Exchanges
import Outbound
import Support
import Synchronization
import Testing

@testable import Sandbox

/// The whole way of a candle, over the real adapters and the real client: venues that lie in every way, and hours that
/// end with the truth.
struct LyingVenuesTests {
    private static let venues: [Venue] = [.coinbase, .kraken, .bitstamp, .bitfinex, .binance]

    /// What a venue may do for some hours.
    private static let faults: [Fault] = [
        .status(500), .blocked, .banned(seconds: 7200), .rateLimited(retryAfter: 3600), .rateLimited(retryAfter: nil),
        .connectionReset, .malformedBody, .truncatedBody, .challengePage(status: 403), .maintenancePage,
        .staleData(hours: 6), .cached(seconds: 1500, showsAge: true), .cached(seconds: 1500, showsAge: false),
        .data(.emptyPage), .data(.partialPage(percent: 50)), .data(.unreadableRows(every: 3)), .data(.doubledRows),
        .data(.otherUnits), .data(.offGrid(seconds: 60)), .data(.swappedHighLow), .data(.revised(hours: 3)),
        .data(.spike(.high, factor: 2, time: nil)), .data(.spike(.low, factor: 0.001, time: nil)),
        .data(.spike(.prices, factor: 2.3, time: nil)), .data(.spike(.volume, factor: 60_000, time: nil)),
        .data(.drift(percent: 5)), .data(.stuck(hours: 24)),
    ]

    @Test(
        "whatever one or two venues do, hour after hour, three days later every hour is the truth of its source",
        arguments: 1...2)
    func week(seed: Int) async throws {
        let clock = Mutex(Timestamp.hour(0) + .minutes(1))
        try await withSandbox(Sandbox.Configuration(now: { clock.withLock { $0 } })) { sandbox in
            var random = SeededGenerator(seed: UInt64(seed))
            let client = PoliteClient(userAgent: "test", clock: SkippingClock(), now: { clock.withLock { $0 } })
            let candles = MemoryCandles()
            let collector = collector(of: sandbox, client: client, candles: candles) {
                clock.withLock { $0 }
            } wait: { time in
                clock.withLock { $0 = $0 + time }
            }
            var left: [Venue: Int] = [:]
            for hour: Int64 in 0..<(24 * 7) {
                for (venue, hours) in left {
                    left[venue] = hours > 1 ? hours - 1 : nil
                    if hours <= 1 { sandbox.faults.clear(.venue(venue)) }
                }
                let healthy = Self.venues.filter { left[$0] == nil }
                if left.count < 2, Bool.random(using: &random), let venue = healthy.randomElement(using: &random),
                    let fault = Self.faults.randomElement(using: &random)
                {
                    left[venue] = Int.random(in: 1...4, using: &random)
                    let isBan = if case .banned = fault { true } else { false }
                    sandbox.faults.set(fault, on: .venue(venue), times: isBan ? 1 : nil)
                }
                clock.withLock { $0 = .hour(hour) + .minutes(1) }
                try await pass(collector)
            }
            for venue in Self.venues { sandbox.faults.clear(.venue(venue)) }
            for hour: Int64 in (24 * 7)..<(24 * 10) {
                clock.withLock { $0 = .hour(hour) + .minutes(1) }
                try await pass(collector)
            }
            try await expectTruth(candles, hours: 0..<(24 * 10 - 1), of: sandbox, at: clock.withLock { $0 })
            #expect(sandbox.violations.map(\.target) == [])
            await client.shutdown()
        }
    }

    @Test(
        "a first run whose first venue is 5 % off, or writes cents, ends with the truth, and so do the next hours",
        arguments: [5.0, 9900])
    func driftAtFirstRun(percent: Double) async throws {
        let clock = Mutex(Timestamp.hour(0) + .minutes(3))
        try await withSandbox(Sandbox.Configuration(now: { clock.withLock { $0 } })) { sandbox in
            let client = PoliteClient(userAgent: "test", clock: SkippingClock(), now: { clock.withLock { $0 } })
            let candles = MemoryCandles()
            let collector = collector(of: sandbox, client: client, candles: candles) {
                clock.withLock { $0 }
            } wait: { time in
                clock.withLock { $0 = $0 + time }
            }
            sandbox.faults.set(.data(.drift(percent: percent)), on: .venue(.coinbase))
            for hour: Int64 in 0..<3 {
                clock.withLock { $0 = .hour(hour) + .minutes(3) }
                try await pass(collector)
                try await expectTruth(candles, hours: (hour - 31 * 24)..<hour, of: sandbox, at: clock.withLock { $0 })
            }
            let newest = try #require(try await candles.candles(of: .oneHour, in: nil, limit: 1).first)
            #expect(newest.candle.openTime == .hour(2) && newest.source != "coinbase")
            #expect(sandbox.violations.map(\.target) == [])
            await client.shutdown()
        }
    }

    /// What a venue may do in all of its answers.
    static let lies: [DataFault] =
        [-50, 0.7, 1, 2, 5, 900].map { .drift(percent: $0) }
        + [-6, -3, -1, 1, 3, 6].map { .offGrid(seconds: $0 * 3600) }
        + [1e5, 1e8].map { .volumes(factor: $0) } + [.stuck(hours: 10_000)]

    @Test("a venue that lies in all hours and minutes leaves none of them, and is named", arguments: lies)
    func wholeHistory(_ fault: DataFault) async throws {
        let clock = Mutex(Timestamp.hour(0) + .minutes(20))
        try await withSandbox(Sandbox.Configuration(now: { clock.withLock { $0 } })) { sandbox in
            let client = PoliteClient(userAgent: "test", clock: SkippingClock(), now: { clock.withLock { $0 } })
            let candles = MemoryCandles()
            let sightings = MemorySightings()
            let collector = collector(
                of: sandbox, client: client, candles: candles, sightings: sightings, [.oneMinute]
            ) {
                clock.withLock { $0 }
            } wait: { time in
                clock.withLock { $0 = $0 + time }
            }
            sandbox.faults.set(.data(fault), on: .venue(.coinbase))
            for hour: Int64 in 0..<3 {
                clock.withLock { $0 = .hour(hour) + .minutes(20) }
                let run = try await pass(collector)
                let error = run?.sources.first { $0.source == "coinbase" }?.error
                #expect(
                    [.disagrees, .stale, .unexpectedShape].contains(error?.kind),
                    "\(hour): \(String(describing: error))")
                #expect(run?.outcome == .degraded)
                if case .volumes = fault { #expect(error?.message.contains("volume") == true) }
                if case .offGrid(let seconds) = fault, hour == 0 {
                    #expect(
                        error?.message.contains("shifted by \(abs(seconds / 3600)) h") == true,
                        "\(error?.message ?? "")")
                }
                try await expectTruth(candles, hours: (hour - 31 * 24)..<hour, of: sandbox, at: clock.withLock { $0 })
                let minutes = try await candles.candles(of: .oneMinute, in: nil, limit: .max)
                #expect(minutes.count > 1430)
                // A minute that only shifted times prove to be closed is doubtful until the others have it.
                let all = TimeRange(.hour(-1000), until: .hour(10))
                let doubtful = Set(try await sightings.doubtful(of: .oneMinute, in: all).map(\.openTime))
                #expect(doubtful.count <= 3, "\(hour): \(doubtful.count)")
                let judged = minutes.filter { $0.isClosed && !doubtful.contains($0.candle.openTime) }
                try await expectTruth(judged, of: sandbox, at: clock.withLock { $0 })
                for interval in [Interval.oneHour, .oneMinute] {
                    let newest = try #require(try await candles.candles(of: interval, in: nil, limit: 1).first)
                    let isMarked = interval == .oneMinute && doubtful.contains(newest.candle.openTime)
                    #expect(newest.source != "coinbase" || isMarked, "\(hour), \(interval.rawValue)")
                }
            }
            #expect(sandbox.violations.map(\.target) == [])
            await client.shutdown()
        }
    }

    private func collector(
        of sandbox: RunningSandbox, client: PoliteClient, candles: MemoryCandles,
        sightings: MemorySightings = MemorySightings(), _ intervals: [Interval] = [],
        now: @escaping @Sendable () -> Timestamp,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) -> Collector {
        Collector(
            prices: CollectionPorts(
                priceSources: Self.venues.map { $0.source(baseURL: sandbox.baseURL(of: $0), fetcher: client) },
                witnesses: Witness.allCases.map { $0.source(baseURL: sandbox.baseURL(of: $0), fetcher: client) },
                candles: candles, sightings: sightings, sources: MemorySources(), journal: MemoryJournal(),
                intervals: intervals, now: now, wait: wait),
            newsSources: [], news: MemoryNews(), feeds: MemoryFeeds(), runs: MemoryRuns(),
            leases: Leases(
                registry: MemoryLeases(), host: "host", process: 1, processStart: "boot/1", isGone: { _ in false },
                ttl: .hours(1), now: now))
    }

    @discardableResult
    private func pass(_ collector: Collector) async throws -> Run? {
        let result = try await collector.collect([.prices], command: "collect", trigger: .scheduler)
        guard case .done(let run) = result else {
            Issue.record("the lease is free")
            return nil
        }
        return run
    }

    private func expectTruth(
        _ candles: MemoryCandles, hours: Range<Int64>, of sandbox: RunningSandbox, at moment: Timestamp
    ) async throws {
        let range = TimeRange(.hour(hours.lowerBound), until: .hour(hours.upperBound))
        let kept = try await candles.candles(of: .oneHour, in: range, limit: .max)
        let closed = kept.filter(\.isClosed)
        #expect(closed.map(\.candle.openTime).reversed() == range.openTimes(every: .oneHour))
        try await expectTruth(closed, of: sandbox, at: moment)
    }

    private func expectTruth(_ closed: [ArchivedCandle], of sandbox: RunningSandbox, at moment: Timestamp) async throws
    {
        for row in closed {
            let venue = try #require(Venue(rawValue: row.source.rawValue))
            let market = VenueMarket(market: sandbox.market, quoting: venue.quoting, now: moment)
            let bar = try #require(
                market.bars(of: row.candle.interval, in: TimeRange(row.candle.openTime, until: row.candle.closeTime))
                    .first)
            let right = [bar.open, bar.high, bar.low, bar.close].map { Double($0) / 100 }
            let has = [row.candle.open, row.candle.high, row.candle.low, row.candle.close]
            #expect(
                has == right && row.candle.volume == Double(bar.volume) / 1e8,
                "\(row.candle.openTime) of \(venue): \(has), and not \(right)")
        }
    }
}
