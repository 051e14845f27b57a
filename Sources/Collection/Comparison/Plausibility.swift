import Domain

/// Candles that cannot be right beside their neighbours. Pure.
///
/// Measured over the 45,024 hours of the recorded Binance file (2017 to 2022): the high was at most 1.088 times open
/// and close, open and close at most 1.174 times the low, the close at most 1.223 times or a 1.223th of the one before,
/// and the volume at most 23 times the median of the 25 hours around. The limits leave room for another such year.
struct Plausibility {
    static let highestWick = 1.25
    static let lowestWick = 1.35
    static let largestStep = 1.4
    static let largestVolume = 100.0

    /// The doubtful ones of these candles, oldest first, and why.
    static func doubts(in candles: [Candle]) -> [Timestamp: DoubtReason] {
        var doubts: [Timestamp: DoubtReason] = [:]
        for open in RepeatedCandles(candles).openTimes.union(copies(in: candles)) { doubts[open] = .stuck }
        for (index, candle) in candles.enumerated() where isSpike(candle, around(index, in: candles)) {
            doubts[candle.openTime] = .spike
        }
        return doubts
    }

    /// Hours with exactly the numbers of an earlier one of the same day: what a source that stood still leaves between
    /// hours that were repaired. Two hours with trades and a range are never equal to the last digit.
    private static func copies(in candles: [Candle]) -> Set<Timestamp> {
        var copies: Set<Timestamp> = []
        var latest: [[Double]: Timestamp] = [:]
        for candle in candles
        where candle.interval.seconds >= Interval.oneHour.seconds && candle.volume > 0 && candle.low < candle.high {
            let numbers = candle.numbers
            if let before = latest[numbers], candle.openTime - before <= .hours(24) { copies.insert(candle.openTime) }
            latest[numbers] = candle.openTime
        }
        return copies
    }

    /// Whether a candle is a spike beside others of its time, which do not include it.
    static func isSpike(_ candle: Candle, _ others: [Candle]) -> Bool {
        let body = (low: min(candle.open, candle.close), high: max(candle.open, candle.close))
        guard candle.high <= body.high * highestWick, body.low <= candle.low * lowestWick else { return true }
        guard others.count >= 3 else { return false }
        let close = median(others.map(\.close))
        guard candle.close <= close * largestStep, close <= candle.close * largestStep else { return true }
        let volume = median(others.map(\.volume))
        return volume > 0 && candle.volume > volume * largestVolume
    }

    /// The candles within 12 places of one.
    static func around(_ index: Int, in candles: [Candle]) -> [Candle] {
        let low = max(0, index - 12)
        return Array(candles[low..<index] + candles[(index + 1)..<min(candles.count, index + 13)])
    }

    private static func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
}
