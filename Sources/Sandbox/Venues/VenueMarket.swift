import Domain

/// The simulated venues: all quote the same market, with small differences.
extension Venue {
    /// The deviation of the venue's prices from the market, in basis points.
    var spread: Double {
        switch self {
        case .coinbase: 0
        case .kraken: -1.5
        case .bitstamp: 2
        case .binance: 4.5
        case .coinalyze: 1
        }
    }

    /// The tick size in cents.
    var tick: Int64 { self == .kraken ? 10 : 1 }

    /// The volume at the venue, as an integer multiple of the market's, so that volumes add up.
    var weight: Int64 {
        switch self {
        case .coinbase: 20
        case .kraken: 6
        case .bitstamp: 3
        case .binance: 60
        case .coinalyze: 25
        }
    }
}

/// The market at one venue and time.
struct VenueMarket: Sendable {
    let market: SimulatedMarket
    let venue: Venue
    /// Open times of the hours that the venue lacks.
    let missing: Set<Timestamp>
    let now: Timestamp

    /// The venue's candles that open in `range`, oldest first, including the open one.
    func bars(of interval: Interval, in range: TimeRange) -> [Bar] {
        market.bars(of: interval, in: range, at: now, missing: missing).map { bar in
            Bar(
                openTime: bar.openTime, open: quoted(bar.open), high: quoted(bar.high), low: quoted(bar.low),
                close: quoted(bar.close),
                volume: bar.volume * venue.weight)
        }
    }

    /// The newest `count` candles that open at or before `end`, oldest first.
    func newest(_ count: Int, of interval: Interval, upTo end: Timestamp) -> [Bar] {
        let end = min(end, now)
        guard end >= market.genesis else { return [] }
        let last = interval.openTime(containing: end)
        // Missing hours extend the range accordingly.
        let span = count + missing.count + 1
        let first = max(
            market.genesis, Timestamp(milliseconds: last.milliseconds - interval.seconds * 1000 * Int64(span)))
        return bars(of: interval, in: TimeRange(first, until: last + .milliseconds(1))).suffix(count)
    }

    var price: Int64? { market.price(at: now).map(quoted) }

    private func quoted(_ cents: Int64) -> Int64 {
        Int64((Double(cents) * (1 + venue.spread / 10_000) / Double(venue.tick)).rounded()) * venue.tick
    }
}
