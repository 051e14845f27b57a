import API
import Domain

/// A price and its time.
struct PricePoint: Hashable, Sendable {
    let time: Timestamp
    let price: Double
    /// Whether the sources do not agree on it.
    var isDoubtful = false
}

/// Closing prices in one currency, oldest first, each at the close of its hour; a missing hour is absent.
struct PriceSeries: Sendable {
    let quote: Quote
    /// At least one.
    let points: [PricePoint]
    let newest: PricePoint

    /// `nil` where `page` has no closed hour. The latest price becomes the last point where it is newer.
    /// Hours in another currency than most of the last day are left out.
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
        self.init(quote: quote, points: points)
    }

    /// `nil` without points. `points` are oldest first.
    init?(quote: Quote, points: [PricePoint]) {
        guard let newest = points.last else { return nil }
        self.quote = quote
        self.points = points
        self.newest = newest
    }

    /// The last part of the series, `duration` long up to its newest point.
    func last(_ duration: Duration) -> PriceSeries {
        let start = newest.time - duration
        return PriceSeries(quote: quote, points: points.filter { $0.time >= start }) ?? self
    }

    /// The points in continuous segments: a missing hour begins a new one.
    var segments: [[PricePoint]] {
        var segments: [[PricePoint]] = []
        for point in points {
            if let last = segments.last?.last, Self.hoursMissing(between: last, and: point) == 0 {
                segments[segments.count - 1].append(point)
            } else {
                segments.append([point])
            }
        }
        return segments
    }

    /// Missing hours between the first and the last point.
    var hoursMissing: Int {
        zip(points, points.dropFirst()).reduce(0) { $0 + Self.hoursMissing(between: $1.0, and: $1.1) }
    }

    var low: Double { points.reduce(newest.price) { min($0, $1.price) } }
    var high: Double { points.reduce(newest.price) { max($0, $1.price) } }

    private static func hoursMissing(between a: PricePoint, and b: PricePoint) -> Int {
        let hour: Int64 = 3_600_000
        return Int(max(0, (b.time.milliseconds - a.time.milliseconds + hour - 1) / hour - 1))
    }
}
