import Domain

/// A price event that the outlets cover. Its numbers are those of the market.
struct Story: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// A large move within one hour.
        case jump
        /// A 30-day high or low since the previous edition.
        case high, low
        /// The change of the day: notable, or not.
        case rise, fall, steady
        /// A small range of prices in the day.
        case quiet
        /// The weekly summary, on Mondays.
        case week
    }

    let kind: Kind
    /// The close of the hour that the story is about.
    let hour: Timestamp
    /// In cents: the record for `high` and `low`, otherwise the price at the close of the hour.
    let price: Int64
    /// The relative change: over an hour for `jump`, a week for `week`, otherwise a day.
    let change: Double
    /// The highest and lowest price of that period, in cents.
    let highest: Int64
    let lowest: Int64
}

/// Finds the stories of an hour. Several a day: four editions, a weekly summary, and every large move.
struct StoryFinder: Sendable {
    let market: SimulatedMarket

    /// The stories of the hours that close in `range`, oldest first.
    func stories(closingIn range: TimeRange) -> [Story] {
        let needed = TimeRange(range.start - .days(31), until: range.end)
        let bars = market.bars(of: .oneHour, in: needed, at: range.end)
        return bars.indices.flatMap { index -> [Story] in
            let close = bars[index].openTime + .hours(1)
            return range.contains(close) ? stories(at: close, bars: bars[...index]) : []
        }
    }

    /// The hours of the editions, and the hours since the previous one.
    private static let editions: [Int64: Int] = [6: 9, 11: 5, 16: 5, 21: 5]

    /// - Parameter bars: up to the one that closes at `hour`.
    private func stories(at hour: Timestamp, bars: ArraySlice<Bar>) -> [Story] {
        var stories: [Story] = []
        if let last = bars.last, abs(change(last.open, last.close)) >= 0.022 {
            stories += [story(.jump, hour, bars.suffix(1))]
        }
        let hourOfDay = (hour.seconds / 3600) % 24
        if let sinceLast = Self.editions[hourOfDay], bars.count > 24 { stories += [edition(hour, bars, sinceLast)] }
        if hourOfDay == 8, Interval.oneWeek.openTime(containing: hour) == hour - .hours(8), bars.count > 168 {
            stories += [story(.week, hour, bars.suffix(168))]
        }
        return stories
    }

    private func edition(_ hour: Timestamp, _ bars: ArraySlice<Bar>, _ sinceLast: Int) -> Story {
        let day = bars.suffix(24)
        let recent = bars.suffix(sinceLast)
        let before = bars.dropLast(sinceLast).suffix(720)
        if before.count == 720, let high = recent.map(\.high).max(), let low = recent.map(\.low).min() {
            if high > before.map(\.high).max() ?? high { return story(.high, hour, day, price: high) }
            if low < before.map(\.low).min() ?? low { return story(.low, hour, day, price: low) }
        }
        let found = story(.steady, hour, day)
        if change(found.lowest, found.highest) < 0.016 { return story(.quiet, hour, day) }
        if found.change >= 0.02 { return story(.rise, hour, day) }
        if found.change <= -0.02 { return story(.fall, hour, day) }
        return found
    }

    private func story(_ kind: Story.Kind, _ hour: Timestamp, _ bars: ArraySlice<Bar>, price: Int64? = nil) -> Story {
        let close = bars.last?.close ?? 0
        return Story(
            kind: kind, hour: hour, price: price ?? close, change: change(bars.first?.open ?? close, close),
            highest: bars.map(\.high).max() ?? close, lowest: bars.map(\.low).min() ?? close)
    }

    private func change(_ from: Int64, _ to: Int64) -> Double { from == 0 ? 0 : Double(to) / Double(from) - 1 }
}
