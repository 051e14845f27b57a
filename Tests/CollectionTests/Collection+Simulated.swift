import Domain
import Storage
import Support

@testable import Collection

/// A collector over simulated venues as a host runs it, with archives in memory unless a test has others.
struct SimulatedHost: Sendable {
    let market: SimulatedMarket
    let venues: [SimulatedVenue]
    let memory = MemoryCandles()
    let candles: any CandleArchive
    var sightings: any SightingLog = MemorySightings()
    var sources: any SourceLog = MemorySources()
    let journal = MemoryJournal()
    var runs: any RunLog = MemoryRuns()
    var registry: any LeaseRegistry = MemoryLeases()

    /// Hour 2000 of the tests, 20 minutes past.
    static let start = Timestamp.hour(2000) + .minutes(20)

    init(_ names: [SourceName] = ["first", "second", "third"], at time: Timestamp = Self.start, pageSize: Int = 300) {
        let market = SimulatedMarket(at: time)
        self.market = market
        venues = names.map { SimulatedVenue($0, of: market, facts: SourceFacts(pageSize: pageSize)) }
        candles = memory
    }

    init(_ market: SimulatedMarket, _ venues: [SimulatedVenue], _ database: Database? = nil) {
        self.market = market
        self.venues = venues
        candles = database?.candles ?? memory
        guard let database else { return }
        (sightings, sources) = (database.sightings, database.sources)
        (runs, registry) = (database.runs, database.leases)
    }

    /// Over a database.
    init(_ names: [SourceName], in database: Database, at time: Timestamp = Self.start) {
        let market = SimulatedMarket(at: time)
        self.init(
            market, names.map { SimulatedVenue($0, of: market, facts: SourceFacts(pageSize: 300)) }, database)
    }

    func ports(_ intervals: [Interval] = [.oneHour]) -> CollectionPorts {
        let market = market
        return CollectionPorts(
            priceSources: venues, candles: candles, sightings: sightings, sources: sources, journal: journal,
            intervals: intervals, now: { market.now }, wait: { market.advance(to: market.now + $0) })
    }

    func collector(_ intervals: [Interval] = [.oneHour], process: Int32 = 1) -> Collector {
        let market = market
        return Collector(
            prices: ports(intervals), newsSources: [], news: MemoryNews(), feeds: MemoryFeeds(), runs: runs,
            leases: Leases(
                registry: registry, host: "host", process: process, processStart: "boot/\(process)",
                isGone: { _ in false }, acquireTimeout: .seconds(5), ttl: .hours(1), now: { market.now }))
    }

    /// One scheduled pass.
    @discardableResult
    func pass(_ intervals: [Interval] = [.oneHour]) async throws -> Run {
        // Nothing here waits, and other tests want to go on too.
        await Task.yield()
        guard
            case .done(let run) = try await collector(intervals).collect(
                [.prices], command: "collect", trigger: .scheduler)
        else { throw Busy() }
        return run
    }

    struct Busy: Error {}

    /// Passes at hour `n`, 20 minutes past.
    @discardableResult
    func pass(atHour n: Int64) async throws -> Run {
        market.advance(to: .hour(n) + .minutes(20))
        return try await pass()
    }

    func backfill(_ from: Int64, _ to: Int64) async throws -> (run: Run, summary: BackfillSummary) {
        let (result, summary) = try await collector().backfill(
            TimeRange(.hour(from), until: .hour(to)), of: .oneHour, command: "backfill", trigger: .manual)
        guard case .done(let run) = result else { throw Busy() }
        return (run, summary)
    }

    /// The hours of a range that are not stored as closed with the true numbers.
    func wrong(_ from: Int64, _ to: Int64) async throws -> [Timestamp] {
        let stored = try await candles.candles(
            of: .oneHour, in: TimeRange(.hour(from), until: .hour(to)), limit: .max)
        let right = Set(
            try stored.filter { try $0.isClosed && $0.candle == market.truth(.oneHour, at: $0.candle.openTime) }
                .map(\.candle.openTime))
        return (from..<to).map(Timestamp.hour).filter { !right.contains($0) }
    }
}

extension Candle {
    /// The same candle with other numbers.
    func changed(
        open: Double? = nil, high: Double? = nil, low: Double? = nil, close: Double? = nil, volume: Double? = nil
    ) -> Candle {
        let (open, close) = (open ?? self.open, close ?? self.close)
        let changed = try? Candle(
            interval, at: openTime, open: open, high: max(high ?? self.high, open, close),
            low: min(low ?? self.low, open, close), close: close, volume: volume ?? self.volume, quote: quote)
        return changed ?? self
    }

    /// All prices times `factor`.
    func scaled(by factor: Double) -> Candle {
        let scaled = try? Candle(
            interval, at: openTime, open: open * factor, high: high * factor, low: low * factor, close: close * factor,
            volume: volume, quote: quote)
        return scaled ?? self
    }
}
