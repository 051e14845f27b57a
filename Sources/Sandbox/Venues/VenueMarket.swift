import Domain

/// How a simulated source shows the market.
struct Quoting: Sendable {
    /// The deviation of its prices from the market, in basis points.
    let spread: Double
    /// The tick size in cents.
    var tick: Int64 = 1
    /// Its volume, as an integer multiple of the market's, so that volumes add up.
    let weight: Int64
    /// Whether it writes times in milliseconds.
    var inMilliseconds = false
}

/// The simulated venues: all quote the same market, with small differences.
extension Venue {
    var quoting: Quoting {
        switch self {
        case .coinbase: Quoting(spread: 0, weight: 20)
        case .kraken: Quoting(spread: -1.5, tick: 10, weight: 6)
        case .bitstamp: Quoting(spread: 2, weight: 3)
        case .bitfinex: Quoting(spread: 3, tick: 100, weight: 4, inMilliseconds: true)
        case .binance: Quoting(spread: 4.5, weight: 60, inMilliseconds: true)
        case .coinalyze: Quoting(spread: 1, weight: 25)
        }
    }
}

extension Witness {
    var quoting: Quoting {
        switch self {
        case .coingecko: Quoting(spread: 1.2, weight: 500, inMilliseconds: true)
        }
    }
}

/// The market at one venue and time.
struct VenueMarket: Sendable {
    let market: SimulatedMarket
    let quoting: Quoting
    /// Open times of the hours that the venue lacks.
    var missing: Set<Timestamp> = []
    let now: Timestamp
    /// What is wrong with its rows.
    var fault: DataFault?

    /// The venue's candles that open in `range`, oldest first, including the open one.
    func bars(of interval: Interval, in range: TimeRange) -> [Bar] {
        market.bars(of: interval, in: range, at: now, missing: missing).map { bar in
            Bar(
                openTime: bar.openTime, open: quoted(bar.open), high: quoted(bar.high), low: quoted(bar.low),
                close: quoted(bar.close),
                volume: bar.volume * quoting.weight)
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

    /// The rows of a response, with what is wrong with them.
    func list(_ bars: [Bar], of interval: Interval, newestFirst: Bool = false, _ write: (Bar) -> String) -> String {
        let given = fault?.distorted(bars, of: interval, now: now) ?? bars
        let rows = given.enumerated().map { index, bar in
            fault?.rows(
                bar, fromEnd: given.count - 1 - index, inMilliseconds: quoting.inMilliseconds, write) ?? [write(bar)]
        }
        return (newestFirst ? rows.reversed() : rows).flatMap(\.self).joined(separator: ",")
    }

    var price: Int64? { market.price(at: now).map(quoted) }

    private func quoted(_ cents: Int64) -> Int64 {
        Int64((Double(cents) * (1 + quoting.spread / 10_000) / Double(quoting.tick)).rounded()) * quoting.tick
    }
}
