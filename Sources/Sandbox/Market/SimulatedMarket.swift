package import Domain

/// One bitcoin market that never was: the same seed and genesis give the same prices, whoever asks, whenever, in
/// whatever order.
///
/// Hours are drawn one after another from the genesis (about a microsecond each in a release build) and kept; minutes
/// are drawn when asked for.
package struct SimulatedMarket: Sendable {
    /// The first moment with a price: on the grid of every interval.
    package let genesis: Timestamp
    let seed: UInt64
    private let history: HourHistory

    /// - Parameter genesis: Moved back to the Monday, 00:00 UTC, that it follows.
    package init(seed: UInt64 = 1, genesis: Timestamp = Self.defaultGenesis) {
        let monday = Interval.oneWeek.openTime(containing: genesis)
        self.seed = seed
        self.genesis = monday
        history = HourHistory(seed: seed, genesis: monday)
    }

    /// 2024-01-01T00:00:00Z, a Monday: years of history, and the same world however often a program is started.
    package static let defaultGenesis = Timestamp(seconds: 1_704_067_200)

    /// The bars of `interval` that open in `range` as they stand at `moment`, oldest first; the last may still be open.
    /// Nothing before the genesis, nothing of the hours in `missing`, nothing in which no time has passed yet.
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
