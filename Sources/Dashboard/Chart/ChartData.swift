import Domain
import FoundationEssentials

/// The data of the interactive chart, embedded in the page: 30 days of hourly closes.
struct ChartData: Encodable {
    /// Unix seconds of the first close.
    let start: Int64
    /// Hourly closing prices from `start`; `null` where the hour is missing.
    let closes: [Double?]
    /// The latest price, where it is newer than the last close.
    let latest: Latest?
    /// Unix seconds of the doubtful closes, and what that means.
    let doubtful: [Int64]
    let doubt: String
    /// The format of a price around its number: `${n}`.
    let price: String

    struct Latest: Encodable {
        let time: Int64
        let price: Double
    }

    init(_ series: PriceSeries, numbers: LocalizedNumbers, strings: DashboardStrings) {
        let month = series.last(ChartRange.month.duration)
        let onTheHour = month.points.filter { $0.time.milliseconds % 3_600_000 == 0 }
        let start = onTheHour.first?.time.seconds ?? month.newest.time.seconds
        var closes: [Double?] = []
        for point in onTheHour {
            let index = Int((point.time.seconds - start) / 3600)
            closes.append(contentsOf: repeatElement(nil, count: max(0, index - closes.count)))
            closes.append(Self.rounded(point.price))
        }
        self.start = start
        self.closes = closes
        latest =
            month.newest == onTheHour.last
            ? nil : Latest(time: month.newest.time.seconds, price: Self.rounded(month.newest.price))
        doubtful = month.points.filter(\.isDoubtful).map(\.time.seconds)
        doubt = strings.doubtfulHour
        price = numbers.pattern(for: series.quote)
    }

    private static func rounded(_ price: Double) -> Double { (price * 100).rounded() / 100 }
}
