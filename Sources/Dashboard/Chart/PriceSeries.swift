import API
import Domain

/// A price and its time.
struct PricePoint: Hashable, Sendable {
    let time: Timestamp
    let price: Double
    /// Whether the sources do not agree on it.
    var isDoubtful = false
}

/// Closing prices in one currency, oldest first, each at the close of its candle; a missing one is absent.
struct PriceSeries: Sendable {
    let quote: Quote
    /// Between two points without a gap.
    let interval: Interval
    /// At least one.
    let points: [PricePoint]
    let newest: PricePoint

    /// `nil` where `page` has no closed candle. The latest price becomes the last point where it is newer.
    /// Candles in another currency than most of the last ones are left out.
    init?(_ page: CandlePage, latest: PriceResponse?) {
        let closed = page.candles.filter(\.closed).sorted { $0.time < $1.time }
        let day = closed.suffix(24)
        let counts = Dictionary(grouping: day, by: \.quote).mapValues(\.count)
        guard let quote = day.map(\.quote).max(by: { (counts[$0] ?? 0) < (counts[$1] ?? 0) }) else { return nil }
        var points = closed.filter { $0.quote == quote }.map {
            PricePoint(time: $0.time + page.interval.duration, price: $0.close, isDoubtful: $0.doubtful == true)
        }
        if let latest, latest.quote == quote, let last = points.last, latest.asOf > last.time {
            points.append(PricePoint(time: latest.asOf, price: latest.price))
        }
        self.init(quote: quote, interval: page.interval, points: points)
    }

    /// `nil` without points. `points` are oldest first.
    init?(quote: Quote, interval: Interval = .oneHour, points: [PricePoint]) {
        guard let newest = points.last else { return nil }
        self.quote = quote
        self.interval = interval
        self.points = points
        self.newest = newest
    }

    /// The last part of the series, `duration` long up to its newest point; `nil` for all of it.
    func last(_ duration: Duration?) -> PriceSeries {
        guard let duration else { return self }
        let start = newest.time - duration
        return PriceSeries(quote: quote, interval: interval, points: points.filter { $0.time >= start }) ?? self
    }

    /// The change from its first to its newest point, in percent; `nil` for a single point.
    var changePercent: Double? {
        guard points.count > 1, let first = points.first, first.price > 0 else { return nil }
        return (newest.price / first.price - 1) * 100
    }

    /// The points in continuous segments: a missing candle begins a new one.
    var segments: [[PricePoint]] {
        var segments: [[PricePoint]] = []
        for point in points {
            if let last = segments.last?.last, missing(between: last, and: point) == 0 {
                segments[segments.count - 1].append(point)
            } else {
                segments.append([point])
            }
        }
        return segments
    }

    /// Missing candles between the first and the last point.
    var missingCount: Int {
        zip(points, points.dropFirst()).reduce(0) { $0 + missing(between: $1.0, and: $1.1) }
    }

    var low: Double { points.reduce(newest.price) { min($0, $1.price) } }
    var high: Double { points.reduce(newest.price) { max($0, $1.price) } }

    private func missing(between a: PricePoint, and b: PricePoint) -> Int {
        let step = interval.seconds * 1000
        return Int(max(0, (b.time.milliseconds - a.time.milliseconds + step - 1) / step - 1))
    }
}
