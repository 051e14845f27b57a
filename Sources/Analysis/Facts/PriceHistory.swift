import Domain

/// The closed hours that facts rest on, in one currency, without those that cannot be believed.
struct PriceHistory {
    /// Oldest first, never empty; lows and highs that are outliers are replaced.
    let hours: [CandleNumbers]
    let last: CandleNumbers
    let quote: Quote
    /// Oldest first.
    let outliers: [MarketFacts.Outlier]
    /// The open times of hours in another currency, with it.
    let otherQuotes: [Timestamp: Quote]

    /// - Parameters:
    ///   - candles: closed hourly candles, oldest first.
    ///   - disputed: the open times of hours to leave out.
    /// - Returns: `nil` when no hour is left.
    init?(_ candles: [ClosedCandle], disputed: Set<Timestamp> = []) {
        guard let quote = Self.quote(of: candles) else { return nil }
        var (own, others) = ([CandleNumbers](), [Timestamp: Quote]())
        own.reserveCapacity(candles.count)
        let recent = (candles.last?.openTime ?? .earliest) - .days(8)
        for candle in candles {
            if candle.candle.quote == quote {
                if disputed.isEmpty || !disputed.contains(candle.openTime) { own.append(CandleNumbers(candle.candle)) }
            } else if candle.openTime > recent {
                others[candle.openTime] = candle.candle.quote
            }
        }
        let (hours, outliers) = OutlierRule.separate(own)
        guard let last = hours.last else { return nil }
        self.hours = hours
        self.last = last
        self.quote = quote
        self.outliers = outliers
        otherQuotes = others
    }

    /// Hours that are known to be good.
    init(hours: [CandleNumbers], last: CandleNumbers, quote: Quote) {
        (self.hours, self.last, self.quote) = (hours, last, quote)
        (outliers, otherQuotes) = ([], [:])
    }

    /// The currency of most of the last day: one hour in another currency does not take the others away. Of two that
    /// are as frequent, the newest’s.
    private static func quote(of candles: [ClosedCandle]) -> Quote? {
        let day = candles.suffix(24)
        let counts = Dictionary(grouping: day, by: \.candle.quote).mapValues(\.count)
        return day.reversed().map(\.candle.quote).max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
    }

    var closeTime: Timestamp { last.openTime + .hours(1) }

    /// The last `count` hours by open time, including the newest one.
    func last(_ count: Int64) -> TimeRange { TimeRange(closeTime - .hours(count), until: closeTime) }

    /// The known hours of a range. Constant time, plus their number.
    func hours(in range: TimeRange) -> ArraySlice<CandleNumbers> {
        let first = hours.firstIndex(notBefore: range.start)
        return hours[first..<max(first, hours.firstIndex(notBefore: range.end))]
    }

    /// The hour that opened at this time, where it is known.
    func hour(at time: Timestamp) -> CandleNumbers? {
        let index = hours.firstIndex(notBefore: time)
        return index < hours.count && hours[index].openTime == time ? hours[index] : nil
    }

    /// The simple average of the known closes of a range; `nil` where there is none.
    func meanClose(in range: TimeRange) -> Double? {
        let hours = hours(in: range)
        return hours.isEmpty ? nil : hours.reduce(0) { $0 + $1.close } / Double(hours.count)
    }
}

extension [CandleNumbers] {
    /// The first candle, by open time, that does not open before `time`.
    fileprivate func firstIndex(notBefore time: Timestamp) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].openTime < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
