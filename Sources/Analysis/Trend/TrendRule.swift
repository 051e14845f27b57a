import Domain

/// Classifies what the price did over the last day, and over the last week: it rose clearly (bullish), fell clearly
/// (bearish), or neither (stable). It does not say what the price will do.
///
/// Compares the return with the usual daily volatility (σ), as in time series momentum: Moskowitz, Ooi and Pedersen
/// 2012, https://doi.org/10.1016/j.jfineco.2011.11.003. The price must also be on the same side of its moving average:
/// Brock, Lakonishok and LeBaron 1992, https://doi.org/10.1111/j.1540-6261.1992.tb04681.x.
///
/// A clear rise of the day is one of
/// - more than ½ σ with the price above its 24-hour and 7-day means, or
/// - more than 1 σ, which may reverse a week’s trend, with the price above its 24-hour mean.
///
/// A clear rise of the week is one of more than ½ σ √7 with the price above its 7-day mean. A clear fall is the
/// opposite.
enum TrendRule {
    /// `nil` without an hour from about a day earlier or without a volatility.
    static func day(_ history: PriceHistory, facts: MarketFacts) -> Briefing.Trend? {
        guard let (move, sigma) = move(history, facts, days: 1), let mean24h = history.meanClose(in: history.last(24)),
            let mean7d = history.meanClose(in: history.last(7 * 24))
        else { return nil }
        return trend { direction in
            let move = direction * move
            let above24h = direction * (facts.price - mean24h) > 0
            let above7d = direction * (facts.price - mean7d) > 0
            return move > 0 && above24h && (move > sigma || (move > sigma / 2 && above7d))
        }
    }

    /// `nil` without an hour from about a week earlier or without a volatility.
    static func week(_ history: PriceHistory, facts: MarketFacts) -> Briefing.Trend? {
        guard let (move, sigma) = move(history, facts, days: 7),
            let mean = history.meanClose(in: history.last(7 * 24))
        else { return nil }
        return trend { direction in
            direction * move > sigma / 2 && direction * (facts.price - mean) > 0
        }
    }

    private static func trend(_ holds: (Double) -> Bool) -> Briefing.Trend {
        holds(1) ? .bullish : holds(-1) ? .bearish : .stable
    }

    /// The log return since the known hour nearest to `days` earlier, at most six hours from it, so that one missing
    /// hour does not prevent a classification; and the usual volatility over the same time.
    private static func move(_ history: PriceHistory, _ facts: MarketFacts, days: Int64) -> (Double, sigma: Double)? {
        let before = history.last.openTime - .days(days)
        func distance(_ hour: CandleNumbers) -> Int64 { abs((hour.openTime - before).wholeMilliseconds) }
        guard let volatility = facts.usualVolatility ?? facts.volatility24h,
            let start = history.hours(in: TimeRange(before - .hours(6), until: before + .hours(7)))
                .min(by: { distance($0) < distance($1) })
        else { return nil }
        let passed = Double((history.last.openTime - start.openTime).wholeMilliseconds) / 86_400_000
        return (logReturn(from: start.close, to: history.last.close), volatility * passed.squareRoot())
    }
}
