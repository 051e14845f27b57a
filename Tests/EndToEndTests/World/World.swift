import Domain
import Foundation
import Support
import Synchronization
import Testing

@testable import Sandbox

/// A simulated world that stands still at a moment, and an empty database for the program that looks at it.
struct World: Sendable {
    let sandbox: RunningSandbox
    /// `DATABASE_URL`
    let database: String
    /// Working directory of the programs, empty.
    let folder: String
    let clock: HandClock

    /// The settings that make a program use this world.
    var settings: [String: String] {
        [
            "DATABASE_URL": database, "NEWS_FEEDS": sandbox.feedURLs.joined(separator: ","),
            "PRICE_SOURCES": Self.venues.map { "\($0.rawValue)=\(sandbox.baseURL(of: $0))" }.joined(separator: ","),
        ]
    }

    static let venues = Venue.defaultOrder(withKey: false)

    func run(_ words: String..., with more: [String: String] = [:], within limit: Duration = hangLimit) async throws
        -> Ended
    {
        try await BitcoinAnalyzer.run(words, settings.merging(more) { $1 }, in: folder, within: limit)
    }

    /// Starts a program, which the caller has to end.
    func start(_ words: String...) throws -> ChildProgram { try BitcoinAnalyzer.start(words, settings, in: folder) }

    func with<T>(
        _ words: String..., and more: [String: String] = [:], isolation: isolated (any Actor)? = #isolation,
        _ body: (ChildProgram) async throws -> T
    ) async throws -> T {
        try await BitcoinAnalyzer.with(words, settings.merging(more) { $1 }, in: folder, body)
    }

    /// Lets the price of all venues be off by so many percent, and collects. The candle is seen now.
    func collect(percent: Double) async throws {
        for venue in Self.venues {
            sandbox.faults.clear(.venue(venue))
            if percent != 0 { sandbox.faults.set(.data(.drift(percent: percent)), on: .venue(venue)) }
        }
        clock.now = Timestamp(Date()) + .seconds(2)
        let ended = try await run("collect", "prices")
        #expect(ended.code == 0, "\(ended)")
    }

    /// What `collect` has to keep of an empty database: the open times of 31 days up to the hour that is open.
    var hoursOfFirstPass: [Timestamp] {
        let current = Interval.oneHour.openTime(containing: clock.now)
        return TimeRange(current - .days(31), until: current + .hours(1)).openTimes(every: .oneHour)
    }

    /// What the venue that a row names said about that hour when the row was seen.
    func venueCandle(of row: ArchivedCandle) throws -> Candle? {
        guard let venue = Venue(rawValue: row.source.rawValue) else { return nil }
        let candle = row.candle
        let market = VenueMarket(market: sandbox.market, quoting: venue.quoting, now: row.seenAt)
        guard
            let bar = market.bars(
                of: candle.interval, in: TimeRange(candle.openTime, until: candle.openTime + .milliseconds(1))
            ).first
        else { return nil }
        func dollars(_ cents: Int64) -> Double { Double(cents) / 100 }
        return try Candle(
            candle.interval, at: bar.openTime, open: dollars(bar.open), high: dollars(bar.high), low: dollars(bar.low),
            close: dollars(bar.close), volume: Double(bar.volume) / 100_000_000, quote: candle.quote)
    }
}

/// Waits for a condition, 90 seconds at most.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let limit = ContinuousClock.now + hangLimit
    while try await !condition() {
        try #require(ContinuousClock.now < limit, "\(what) did not happen")
        try await ContinuousClock().sleep(for: .milliseconds(100))
    }
}

/// A clock that stands still until it is set.
final class HandClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp) { self.moment = Mutex(moment) }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}

/// Lends a world to `body`, two at a time: each is several processes.
/// - Parameters:
///   - engine: Where its database is.
///   - behind: How far the world's clock is behind the real one, by which the program goes.
func withWorld(
    _ engine: Engine = .sqlite, behind: Duration = .zero, replay: Replay? = nil, turnstile: Turnstile = .programs,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (World) async throws -> Void
) async throws {
    try await withFolder(turnstile) { folder in
        try await RealHour.withEnoughLeft()
        // Whole seconds, the precision of `Date`.
        let clock = HandClock(Timestamp(seconds: Timestamp(Date()).seconds) - behind)
        let configuration = Sandbox.Configuration(market: theMarket, now: { clock.now }, replay: replay)
        let database = try await engine.emptyDatabase(in: folder)
        try await withSandbox(configuration) { sandbox in
            try await body(World(sandbox: sandbox, database: database, folder: folder, clock: clock))
        }
    }
}

/// Young, so that its hours are drawn in no time, and one for all, so that they are drawn once.
/// The market begins on a Monday, so that what its present hour is like depends on the day and hour of the week; by
/// this seed all of them are calm: a test moves the price by two or three per cent and knows what that causes.
let calmSeed: UInt64 = 220
private let theMarket = SimulatedMarket(seed: calmSeed, genesis: Timestamp(Date()) - .days(150))

/// The program goes by the real clock: a test that compares two passes must not have an hour end between them.
enum RealHour {
    /// Comes back at once but in the last three minutes of an hour, when it waits for the next: on a busy machine a
    /// test takes its time. Then the new hour has had trades, as only they prove to a run that the last one is over.
    static func withEnoughLeft() async throws {
        let now = Timestamp(Date())
        let left = Interval.oneHour.openTime(containing: now) + .hours(1) - now
        if left < .minutes(3) { try await ContinuousClock().sleep(for: left + .seconds(2)) }
    }
}
