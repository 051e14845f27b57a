import Domain

/// Which hours to ask for: the closed ones that are not kept, the newest closed ones once more (venues correct them for
/// a while), and the one that is still open. Pure.
struct MissingHours {
    let interval: Interval
    let window: TimeRange
    /// Open times in the window that should be kept closed by now, and are not. Oldest first.
    let missing: [Timestamp]
    /// Open time of the candle that is open now.
    let current: Timestamp

    /// How many closed candles are asked for again although they are kept.
    static let overlap = 2
    /// Venues publish a candle some seconds after it closed: until then nobody is blamed for not having it.
    static let settling: Duration = .seconds(45)
    /// Missing stretches closer than this many candles are asked for in one request.
    static let bridge = 100

    init(_ interval: Interval, in window: TimeRange, keptClosed: [Timestamp], now: Timestamp) {
        self.interval = interval
        self.window = window
        let kept = Set(keptClosed)
        missing = window.openTimes(every: interval).filter { $0 + interval.duration <= now && !kept.contains($0) }
        current = interval.openTime(containing: now)
    }

    /// The stretches to ask a source for, oldest first, none of them overlapping.
    /// - Parameter followingNow: whether the newest candles are wanted too, open one included.
    func ranges(followingNow: Bool) -> [TimeRange] {
        var wanted = missing
        if followingNow {
            let newest = TimeRange(current - interval.duration * Self.overlap, until: current + interval.duration)
            wanted = Set(missing).union(newest.openTimes(every: interval)).sorted()
        }
        var ranges: [TimeRange] = []
        for open in wanted {
            let end = open + interval.duration
            if let last = ranges.last, open - last.end <= interval.duration * Self.bridge {
                ranges[ranges.count - 1] = TimeRange(last.start, until: end)
            } else {
                ranges.append(TimeRange(open, until: end))
            }
        }
        return ranges
    }

    /// The newest open time that every healthy source must have closed at `now`.
    static func newestExpected(_ interval: Interval, now: Timestamp) -> Timestamp {
        interval.openTime(containing: now - settling) - interval.duration
    }
}
