import API
import Domain

/// The prices of the last 24 hours as a small line, without scales.
struct Sparkline: Sendable {
    let line: String
    let area: String
    let viewBox: String

    /// `nil` with fewer than two points.
    init?(_ hours: CandlePage?, latest: PriceResponse?) {
        guard let series = hours.flatMap({ PriceSeries($0, latest: latest) })?.last(.hours(24)), series.points.count > 1
        else { return nil }
        let time = TimeAxis(
            .day, from: series.newest.time, endingAt: series.newest.time, dates: LocalizedDates(strings: .english))
        let geometry = ChartGeometry(series, time: time, price: PriceAxis(low: series.low, high: series.high))
        line = geometry.line
        area = geometry.area
        viewBox = "0 0 \(Int(ChartGeometry.width)) \(Int(ChartGeometry.height))"
    }
}
