package import Domain

extension PriceRange {
    /// The range around the newest close of a market; `nil` with less than 60 days of hours. Some ten milliseconds for
    /// two years of hours.
    package init?(of market: MarketView) {
        guard let history = PriceHistory(market.closed, disputed: market.disputed) else { return nil }
        self.init(HourlyGrid(history.hours), close: history.last.close)
    }

    init?(_ grid: HourlyGrid, close: Double) {
        let ranges = RangeWalk.ranges(grid, last: grid.count - 1)
        guard let newest = ranges.last, newest.hour == grid.count - 1 else { return nil }
        let (wide, narrow) = (newest.sizes[0], newest.sizes[1])
        self.init(
            low80: close * exponential(-narrow), high80: close * exponential(narrow),
            low95: close * exponential(-max(wide, narrow)), high95: close * exponential(max(wide, narrow)))
    }
}
