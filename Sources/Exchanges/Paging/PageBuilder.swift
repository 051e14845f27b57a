import Domain
import Outbound

/// Makes a ``Domain/SourcePage`` of the rows of a response: those in the requested range, each open time once, oldest
/// first.
///
/// - Rows before or after the range are dropped: some venues send them, as their documentation says.
/// - A row without trades (volume 0) is kept: the venue says that nothing was traded, and at what price it stood.
/// - Of several rows with the same open time, the one with the largest volume is used, as volume only grows while a
///   candle is open; of equal volumes the last.
/// - A row that cannot be read, cannot be a candle, or has traded more bitcoins than exist, is refused with its reason.
///   A response of such rows has another format, and is a failure as a whole: other units, another order of columns,
///   times off the grid.
struct PageBuilder {
    private let interval: Interval
    private let range: TimeRange
    private let source: SourceName
    private let quote: Quote
    private var candles: [Timestamp: Candle] = [:]
    private var rejected: [String] = []
    private var impossibleVolumes = 0

    init(_ interval: Interval, in range: TimeRange, from source: SourceName, quote: Quote) {
        self.interval = interval
        self.range = range
        self.source = source
        self.quote = quote
    }

    /// - Parameter finalThrough: the open time up to which the venue calls its candles final.
    /// - Throws: `unexpected_shape` for another format.
    mutating func page<Format>(
        _ rows: [LenientElement<CandleRow<Format>>], of response: OutboundResponse, finalThrough: Timestamp? = nil
    ) throws(SourceFailure) -> SourcePage {
        for (number, element) in rows.enumerated() {
            if let row = element.row { add(row, number) } else { reject("row \(number + 1): \(element.problem)") }
        }
        try requireFormat(of: rows)
        return SourcePage(
            candles: candles.values.sorted { $0.openTime < $1.openTime }, of: range, venueTime: response.serverTime,
            age: response.age, finalThrough: finalThrough, rejected: rejected)
    }

    private mutating func add<Format>(_ row: CandleRow<Format>, _ number: Int) {
        guard row.openTime >= .firstBlockDay else {
            return reject("row \(number + 1): the time \(row.openTime) is before the first block of Bitcoin")
        }
        guard range.contains(row.openTime) else { return }
        guard row.volume <= Self.allBitcoins else {
            impossibleVolumes += 1
            return reject("candle of \(row.openTime): the volume \(row.volume) is more bitcoins than exist")
        }
        do {
            let candle = try Candle(
                interval, at: row.openTime, open: row.open, high: row.high, low: row.low, close: row.close,
                volume: row.volume, quote: quote)
            if let other = candles[row.openTime], other.volume > candle.volume { return }
            candles[row.openTime] = candle
        } catch {
            reject(error.description)
        }
    }

    /// No more will exist: a larger volume is in another unit.
    private static let allBitcoins = 21e6

    private mutating func reject(_ reason: String) { rejected.append(reason) }

    /// One wrong row is an accident; several of them, and nothing else, or most of a response, are another format.
    private func requireFormat<Format>(of rows: [LenientElement<CandleRow<Format>>]) throws(SourceFailure) {
        guard let problem = rejected.first else { return }
        let isReadable = rows.contains { $0.row.map { $0.openTime >= .firstBlockDay } ?? false }
        if !isReadable || rejected.count > 1 && candles.isEmpty {
            throw SourceFailure(source, .nothingReadable(of: rejected.count, problem: problem))
        }
        // Other rows are in that unit too, where they are small enough.
        if impossibleVolumes > 2 || rejected.count > 1 && rejected.count * 2 > rows.count {
            throw SourceFailure(source, .mostlyUnreadable(rejected.count, of: rows.count, problem: problem))
        }
    }
}
