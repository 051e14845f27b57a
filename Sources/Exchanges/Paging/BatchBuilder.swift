import Domain
import Outbound

/// Combines the rows of one or more pages: those in the requested range, each open time once, oldest first.
struct BatchBuilder {
    private let interval: Interval
    private let range: TimeRange
    private let source: SourceName
    private let quote: Quote
    private var candles: [Timestamp: Candle] = [:]
    private var rejected: [String] = []
    private var venueTime: Timestamp?

    init(_ interval: Interval, in range: TimeRange, from source: SourceName, quote: Quote) {
        self.interval = interval
        self.range = range
        self.source = source
        self.quote = quote
    }

    /// Adds the rows of one response; the last of several rows with the same open time is used.
    /// - Throws: `unexpected_shape` when no row is readable: then the format has changed.
    mutating func add<Format>(_ rows: [LenientElement<CandleRow<Format>>], of response: OutboundResponse)
        throws(SourceFailure)
    {
        if !rows.isEmpty, rows.allSatisfy({ $0.row == nil }) {
            throw SourceFailure(source, .nothingReadable(of: rows.count, problem: rows[0].problem))
        }
        for (number, element) in rows.enumerated() {
            if let row = element.row { add(row) } else { rejected.append("row \(number + 1): \(element.problem)") }
        }
        // The earliest server time of several pages: a candle that was open when its page was fetched must not count as
        // closed.
        if let time = response.serverTime { venueTime = min(venueTime ?? time, time) }
    }

    private mutating func add<Format>(_ row: CandleRow<Format>) {
        guard range.contains(row.openTime) else { return }
        // Some venues fill hours without trades with the last price: the candle is omitted.
        if row.volume == 0 { return }
        do {
            candles[row.openTime] = try Candle(
                interval, at: row.openTime, open: row.open, high: row.high, low: row.low, close: row.close,
                volume: row.volume, quote: quote)
        } catch {
            rejected.append(error.description)
        }
    }

    var batch: CandleBatch {
        CandleBatch(
            candles: candles.values.sorted { $0.openTime < $1.openTime }, venueTime: venueTime, rejected: rejected)
    }
}
