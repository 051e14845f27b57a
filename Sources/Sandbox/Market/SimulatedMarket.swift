package import Domain

/// A deterministic bitcoin market: the same seed and genesis give the same prices, in whatever order they are queried.
///
/// Hours are drawn in order from the genesis (about a microsecond each in a release build) and cached; minutes are
/// drawn on demand.
package struct SimulatedMarket: Sendable {
    /// The time of the first price, aligned to every interval.
    package let genesis: Timestamp
    let seed: UInt64
    private let history: HourHistory

    /// - Parameter genesis: moved back to the Monday before, 00:00 UTC.
    package init(seed: UInt64 = 1, genesis: Timestamp = Self.defaultGenesis) {
        let monday = Interval.oneWeek.openTime(containing: genesis)
        self.seed = seed
        self.genesis = monday
        history = HourHistory(seed: seed, genesis: monday)
    }

    /// 2024-01-01T00:00:00Z, a Monday: years of history, and the same market in every process.
    package static let defaultGenesis = Timestamp(seconds: 1_704_067_200)

    /// The bars of `interval` that open in `range`, as of `moment`, oldest first; the last may be incomplete. None
    /// before the genesis, in the hours of `missing`, or after `moment`.
    package func bars(of interval: Interval, in range: TimeRange, at moment: Timestamp, missing: Set<Timestamp> = [])
        -> [Bar]
    {
        guard !range.isEmpty else { return [] }
        let opens = interval.openTime(containing: range.start)
        let from = max(genesis, opens < range.start ? opens + interval.duration : opens)
        let until = min(moment, interval.openTime(containing: range.end - .milliseconds(1)) + interval.duration)
        guard from < until else { return [] }

        var bars: [Bar] = []
        for hour in history.hours(index(of: from)..<index(of: until - .milliseconds(1)) + 1)
        where !missing.contains(hour.bar.openTime) {
            let isWhole = interval.seconds >= Interval.oneHour.seconds && hour.bar.openTime + .hours(1) <= until
            for piece in isWhole ? [hour.bar] : minutes(of: hour, from: from, until: until) {
                let open = interval.openTime(containing: piece.openTime)
                if let last = bars.last, last.openTime == open {
                    bars[bars.count - 1] = last.joined(with: piece)
                } else {
                    bars.append(piece.opening(at: open))
                }
            }
        }
        return bars
    }

    /// The price at `moment` in cents; `nil` before the genesis.
    package func price(at moment: Timestamp) -> Int64? {
        bars(of: .oneMinute, in: TimeRange(moment - .minutes(1), until: moment), at: moment).last?.close
    }

    private func index(of moment: Timestamp) -> Int {
        Int((moment.seconds - genesis.seconds) / Interval.oneHour.seconds)
    }

    private func minutes(of hour: SimulatedHour, from: Timestamp, until: Timestamp) -> [Bar] {
        MinuteBridge(seed: seed).minutes(of: hour).filter { from <= $0.openTime && $0.openTime < until }.map { minute in
            minute.begun(Double((until - minute.openTime).wholeMilliseconds) / 60_000)
        }
    }
}
