package import Domain
import Synchronization

/// A market whose true candles follow from their hours, and whose clock a test moves.
package final class SimulatedMarket: Sendable {
    private let time: Mutex<Timestamp>

    package init(at time: Timestamp) { self.time = Mutex(time) }

    package var now: Timestamp { time.withLock { $0 } }

    package func advance(to moment: Timestamp) { time.withLock { $0 = max($0, moment) } }

    /// The true candle that opens at `open`: a slow wave with noise, and no two alike.
    package func truth(_ interval: Interval, at open: Timestamp) throws -> Candle {
        func price(_ moment: Timestamp) -> Double {
            let hours = Double(moment.seconds / 60 % 1_000_000) / 60
            let wave = (hours / 17).truncatingRemainder(dividingBy: 20)
            return 50_000 + 40 * (wave < 10 ? wave : 20 - wave) * 10 + Double(moment.seconds / 60 % 37) * 3
        }
        let (first, last) = (price(open), price(open + interval.duration))
        return try Candle(
            interval, at: open, open: first, high: max(first, last) + 20, low: min(first, last) - 20, close: last,
            volume: 100 + Double(open.seconds / 60 % 9973) / 100)
    }
}

/// A venue of a ``SimulatedMarket`` that fails as a test says, and remembers when it was asked.
package final class SimulatedVenue: PriceSource {
    /// What the venue does with a request: throws, or changes its candles.
    package typealias Behaviour =
        @Sendable (_ candles: [Candle], _ range: TimeRange, _ now: Timestamp) throws(SourceFailure) -> [Candle]

    package let name: SourceName
    package let facts: SourceFacts
    private let market: SimulatedMarket
    private let behaviour: Mutex<Behaviour>
    private let asked = Mutex<[(range: TimeRange, at: Timestamp)]>([])
    private let refusal = Mutex<(until: Timestamp, isKnown: Bool)>((.earliest, false))
    private let askedDespite = Mutex(0)

    package init(
        _ name: SourceName, of market: SimulatedMarket, facts: SourceFacts = SourceFacts(pageSize: 300),
        _ behaviour: @escaping Behaviour = { candles, _, _ in candles }
    ) {
        self.name = name
        self.market = market
        self.facts = facts
        self.behaviour = Mutex(behaviour)
    }

    package func behave(_ behaviour: @escaping Behaviour) { self.behaviour.withLock { $0 = behaviour } }

    /// Every request before `moment` is refused with `Retry-After`, and counted.
    package func sayNo(until moment: Timestamp) { refusal.withLock { $0 = (moment, false) } }

    package var requests: [(range: TimeRange, at: Timestamp)] { asked.withLock { $0 } }
    /// The requests after the first refused one of each refusal, before its end.
    package var requestsDespiteRefusal: Int { askedDespite.withLock { $0 } }

    package func page(of interval: Interval, in range: TimeRange) async throws(SourceFailure) -> SourcePage {
        let now = market.now
        asked.withLock { $0.append((range, now)) }
        let refused = refusal.withLock { refusal in
            defer { if now < refusal.until { refusal.isKnown = true } }
            return refusal
        }
        if now < refused.until {
            if refused.isKnown { askedDespite.withLock { $0 += 1 } }
            throw SourceFailure(name, .request(.status(429, retryAfter: refused.until - now)))
        }
        let oldest = facts.oldest(of: interval, at: now)
        var candles: [Candle] = []
        for open in range.openTimes(every: interval).prefix(facts.pageSize) where open <= now && open >= oldest {
            guard let candle = try? market.truth(interval, at: open) else { continue }
            candles.append(candle)
        }
        let returned = try behaviour.withLock { $0 }(candles, range, now)
        return SourcePage(candles: returned, of: range, venueTime: now)
    }
}
