import Domain

/// What the size of the next day’s return is predicted from: the logarithms of the volatility over 6, 24, 72, 168 and
/// 720 hours, as in heterogeneous autoregressive models (Corsi 2009, https://doi.org/10.1093/jjfinec/nbp001), and the
/// share of the weekend in the next 24 hours.
struct RangeFeatures {
    static let windows = [6, 24, 72, 168, 720]
    static var count: Int { windows.count + 1 }
    /// What is assumed before anything is known: elasticities of the size to the volatilities, less for single days.
    /// They add up to ¾, as high and low volatility both return to the mean.
    static let expected = [0.05, 0.2, 0.1, 0.2, 0.2, 0]

    /// Of each hour, one row after the other; NaN where less than a fifth of 30 days is known.
    private let rows: [Double]

    init(_ grid: HourlyGrid) {
        let monday = Interval.oneWeek.openTime(containing: grid.start)
        let weekHour = Int((grid.start - monday).wholeMilliseconds / 3_600_000)
        var rows: [Double] = []
        rows.reserveCapacity(grid.count * Self.count)
        for hour in 0..<grid.count {
            var values = [Double](repeating: .nan, count: Self.count)
            var longer = Double.nan
            for (place, window) in Self.windows.enumerated().reversed() {
                let (sum, known) = grid.variance.sum(hour - window + 1...hour)
                // Of few known hours the longer window knows more. An hour without any move has a variance, small as it
                // is.
                if known * 5 >= window { longer = logReturn(from: 1, to: max(sum / Double(known), 1e-10)) / 2 }
                values[place] = longer
            }
            values[Self.count - 1] = Double((1...24).count { (weekHour + hour + $0) % 168 >= 120 }) / 24
            rows += values
        }
        self.rows = rows
    }

    /// At an hour, for the 24 hours after it; `nil` where too little is known.
    func values(at hour: Int) -> ArraySlice<Double>? {
        let values = rows[hour * Self.count..<(hour + 1) * Self.count]
        return values.contains(where: \.isNaN) ? nil : values
    }
}
