package import Domain

/// How good the ranges of the close in 24 hours were, predicted at every sixth hour of a history with what was known
/// then.
package struct ForecastEvaluation: Hashable, Sendable {
    /// The open times of the first and last hour at which a range was predicted.
    package let from: Timestamp
    package let to: Timestamp
    package let origins: Int
    /// The share of closes within the 80 % (95 %) range.
    package let coverage80: Estimate
    package let coverage95: Estimate
    /// The share within the 80 % (95 %) range in calm, normal and turbulent times: thirds by the volatility of the
    /// seven days before.
    package let coverage80ByTercile: [Double]
    package let coverage95ByTercile: [Double]
    /// The mean pinball loss over the quantiles .025, .1, .25, .5, .75, .9 and .975, relative to that of the quantiles
    /// of the 24-hour returns of the last 60 days: below 1 is better.
    package let relativePinball: Double
    /// With its interval; `nil` with fewer than twelve ranges, which are of three days at most.
    package let relativePinballEstimate: Estimate?
    /// The lowest share within the 80 % range in any 90 days of which half is known; `nil` where the ranges are of less
    /// than 90 days.
    package let worst90Days: Double?
    /// The share of days in which the price never left the 80 % range on the way.
    package let insideAllDay: Double

    /// - Parameters:
    ///   - candles: closed hourly candles, oldest first.
    ///   - range: only ranges predicted at hours that open in it are counted; all hours before are learned from.
    /// - Returns: `nil` with less than 60 days and a day of hours.
    package init?(of candles: [ClosedCandle], in range: TimeRange? = nil) {
        guard let history = PriceHistory(candles) else { return nil }
        let grid = HourlyGrid(history.hours)
        // Every sixth hour from day 60.
        let first = RangeWalk.leastDays * 24
        guard grid.count > first + 24 else { return nil }
        let last = first + (grid.count - 25 - first) / RangeWalk.step * RangeWalk.step
        let predictions = RangeWalk.ranges(grid, last: last).filter {
            !grid.nextDay($0.hour).isNaN && range?.contains(grid.openTime($0.hour)) ?? true
        }
        guard let oldest = predictions.first, let newest = predictions.last, predictions.count > 1 else { return nil }

        var own = RecentReturns(grid)
        var (losses, ownLosses) = ([Double](), [Double]())
        var (inside80, inside95) = ([Bool](), [Bool]())
        for prediction in predictions {
            let move = grid.nextDay(prediction.hour)
            let (wide, narrow, middle) = (prediction.sizes[0], prediction.sizes[1], prediction.sizes[2])
            losses.append(
                Pinball.loss([-wide, -narrow, -middle, 0, middle, narrow, wide], move))
            ownLosses.append(Pinball.loss(own.quantiles(at: prediction.hour), move))
            inside80.append(abs(move) <= narrow)
            inside95.append(abs(move) <= wide)
        }
        from = grid.openTime(oldest.hour)
        to = grid.openTime(newest.hour)
        origins = predictions.count
        // Ranges of the same day overlap: four of them know as much as one.
        let independent = max(1, Double(predictions.count * RangeWalk.step) / 24)
        coverage80 = Estimate(share: inside80.share, of: independent)
        coverage95 = Estimate(share: inside95.share, of: independent)
        let (loss, ownLoss) = (losses.reduce(0, +), ownLosses.reduce(0, +))
        relativePinball = ownLoss > 0 ? loss / ownLoss : 1
        relativePinballEstimate = Estimate(
            ratioOf: losses, to: ownLosses, block: 10 * 24 / RangeWalk.step, least: 24 / RangeWalk.step)

        let volatilities = predictions.map { grid.variance.sum($0.hour - 167...$0.hour) }
            .map { $0.known > 0 ? $0.sum / Double($0.known) : 0 }
        // By rank, so that none is empty where many are equal.
        let ranked = volatilities.indices.sorted { (volatilities[$0], $0) < (volatilities[$1], $1) }
        func byTercile(_ inside: [Bool]) -> [Double] {
            (0..<3).map { third in
                ranked[(ranked.count * third / 3)..<(ranked.count * (third + 1) / 3)].map { inside[$0] }.share
            }
        }
        coverage80ByTercile = byTercile(inside80)
        coverage95ByTercile = byTercile(inside95)
        worst90Days = Self.lowestShare(inside80, at: predictions.map(\.hour), of: 90 * 24)
        insideAllDay = Self.shareInsideAllDay(predictions, grid, history)
    }

    /// The lowest share in any span of hours of which at least half of the ranges are known.
    private static func lowestShare(_ inside: [Bool], at hours: [Int], of span: Int) -> Double? {
        var (lowest, held, oldest) = (Double?.none, 0, 0)
        for (newest, hour) in hours.enumerated() {
            held += inside[newest] ? 1 : 0
            while hours[oldest] <= hour - span {
                held -= inside[oldest] ? 1 : 0
                oldest += 1
            }
            let count = newest - oldest + 1
            // The first ranges are not of the whole span.
            guard hour + RangeWalk.step - hours[0] >= span, count * 2 * RangeWalk.step >= span else { continue }
            lowest = min(lowest ?? 1, Double(held) / Double(count))
        }
        return lowest
    }

    private static func shareInsideAllDay(
        _ predictions: [RangeWalk.Range], _ grid: HourlyGrid, _ history: PriceHistory
    ) -> Double {
        let inside = predictions.map { prediction -> Bool in
            let close = grid.logClose[prediction.hour]
            let day = TimeRange(grid.openTime(prediction.hour + 1), until: grid.openTime(prediction.hour + 25))
            return history.hours(in: day).allSatisfy { hour in
                logReturn(from: 1, to: hour.high) - close <= prediction.sizes[1]
                    && close - logReturn(from: 1, to: hour.low) <= prediction.sizes[1]
            }
        }
        return inside.share
    }
}

/// The pinball loss of quantiles: Koenker and Bassett 1978, https://doi.org/10.2307/1913643.
enum Pinball {
    static let shares = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]

    /// The mean over ``shares``.
    static func loss(_ quantiles: [Double], _ outcome: Double) -> Double {
        zip(shares, quantiles).reduce(0) { sum, pair in
            let error = outcome - pair.1
            return sum + max(pair.0 * error, (pair.0 - 1) * error)
        } / Double(shares.count)
    }
}

/// The 24-hour returns of the last 60 days, as known at an hour: what a forecast must be better than.
private struct RecentReturns {
    private let grid: HourlyGrid
    private var window = SortedWindow()
    private var next = 0
    private static let span = 60 * 24

    init(_ grid: HourlyGrid) { self.grid = grid }

    /// At an hour later than the last one.
    mutating func quantiles(at hour: Int) -> [Double] {
        while next <= hour - 24 {
            let (new, old) = (grid.nextDay(next), next >= Self.span ? grid.nextDay(next - Self.span) : .nan)
            if !new.isNaN { window.insert(new) }
            if !old.isNaN { window.remove(old) }
            next += 1
        }
        return Pinball.shares.map { window.quantile($0) }
    }
}

extension [Bool] {
    /// The share that is true; 0 of none.
    var share: Double { isEmpty ? 0 : Double(count { $0 }) / Double(count) }
}
