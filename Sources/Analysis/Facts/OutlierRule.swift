package import Domain

/// Finds prices that are too far from those of the hours around them to be believed: a wick at 1.00, a halved close.
///
/// - A low (high) is one when it is more than 20 % below (above) both open and close of its hour. In five recorded
///   years of an exchange (2017 to 2022, 45,024 hours) the farthest was 15 %.
/// - A close is one when it is more than 25 % below (above) the closes before and after, and so is an hour with nothing
///   after it that is as far from the close before: the next hour then confirms it, or not. The largest change of an
///   hour in those years was 18 %.
///
/// An hour is compared with hours up to six hours away; else it is believed.
package enum OutlierRule {
    static let wick = 0.2
    static let move = 0.25
    package static let reach = Duration.hours(6)

    /// - Parameter candles: hourly, oldest first.
    /// - Returns: the hours with what is credible of them, and what is not.
    package static func separate(
        _ candles: [CandleNumbers]
    ) -> (hours: [CandleNumbers], outliers: [MarketFacts.Outlier]) {
        var (hours, outliers) = ([CandleNumbers](), [MarketFacts.Outlier]())
        hours.reserveCapacity(candles.count)
        for (index, candle) in candles.enumerated() {
            if isOutlier(candle, after: hours.last, before: index + 1 < candles.count ? candles[index + 1] : nil) {
                outliers.append(.init(hour: candle.openTime, kind: .close, price: candle.close))
                continue
            }
            var hour = candle
            // The open may be the outlier that the last hour closed with.
            let isCredible = abs(candle.open / candle.close - 1) < move
            let (bottom, top) =
                isCredible
                ? (min(candle.open, candle.close), max(candle.open, candle.close)) : (candle.close, candle.close)
            if candle.low < bottom * (1 - wick) {
                outliers.append(.init(hour: candle.openTime, kind: .low, price: candle.low))
                hour.low = bottom
            }
            if candle.high > top * (1 + wick) {
                outliers.append(.init(hour: candle.openTime, kind: .high, price: candle.high))
                hour.high = top
            }
            if !isCredible { hour.open = min(max(candle.open, hour.low), hour.high) }
            hours.append(hour)
        }
        return (hours, outliers)
    }

    private static func isOutlier(
        _ candle: CandleNumbers, after last: CandleNumbers?, before next: CandleNumbers?
    ) -> Bool {
        guard let last, candle.openTime - last.openTime <= reach else { return false }
        let fromLast = candle.close / last.close - 1
        guard abs(fromLast) > move else { return false }
        guard let next, next.openTime - candle.openTime <= reach else { return true }
        let fromNext = candle.close / next.close - 1
        // It went there and came back.
        return abs(fromNext) > move && (fromNext > 0) == (fromLast > 0)
    }
}
