import API
import Domain

/// What the chart shows: a range, and the interval of its candles.
struct ChartView: Hashable, Sendable {
    let range: ChartRange
    let interval: Interval

    /// - Parameter interval: the default of the range where it is `nil`, or gives too few or too many candles.
    init(_ range: ChartRange = .week, interval: Interval? = nil) {
        self.range = range
        let allowed = range.intervals
        self.interval = interval.flatMap { allowed.contains($0) ? $0 : nil } ?? allowed.first ?? .oneHour
    }

    /// As in an address; what is not known is the default.
    init(range: String?, interval: String?) {
        self.init(range.flatMap(ChartRange.init) ?? .week, interval: interval.flatMap(Interval.init))
    }

    /// The most candles of one response.
    static let maxCandles = 1000

    /// The candles of the range, and the open one.
    var query: CandleQuery {
        let count = range.duration.map { Int($0.wholeMilliseconds / 1000 / interval.seconds) + 1 }
        return CandleQuery(interval, limit: min(count ?? Self.maxCandles, Self.maxCandles))
    }

    /// The words of the address: `range=7d&interval=4h`.
    var words: String {
        "range=\(range.rawValue)" + (interval == range.intervals.first ? "" : "&interval=\(interval.rawValue)")
    }

    var address: String { "/?" + words }
}
