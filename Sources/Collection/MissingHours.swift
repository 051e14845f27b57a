import Domain

/// The hours to request: missing closed ones, the newest closed ones again (venues correct them for a while), and the
/// open one. Pure.
struct MissingHours {
    let interval: Interval
    let window: TimeRange
    /// Open times of the window whose closed candles are missing, oldest first.
    let missing: [Timestamp]
    /// The open time of the open candle.
    let current: Timestamp

    /// The number of stored closed candles to request again.
    static let overlap = 2
    /// Venues publish a candle some seconds after its close: until then, a missing one is no failure.
    static let settling: Duration = .seconds(45)
    /// Missing ranges with fewer candles between them are requested together.
    static let mergeGap = 100

    init(_ interval: Interval, in window: TimeRange, keptClosed: [Timestamp], now: Timestamp) {
        self.interval = interval
        self.window = window
        let kept = Set(keptClosed)
        missing = window.openTimes(every: interval).filter { $0 + interval.duration <= now && !kept.contains($0) }
        current = interval.openTime(containing: now)
    }

    /// The ranges to request from a source, oldest first, without overlap.
    /// - Parameter followingNow: whether to include the newest candles, with the open one.
    func ranges(followingNow: Bool) -> [TimeRange] {
        var wanted = missing
        if followingNow {
            let newest = TimeRange(current - interval.duration * Self.overlap, until: current + interval.duration)
            wanted = Set(missing).union(newest.openTimes(every: interval)).sorted()
        }
        var ranges: [TimeRange] = []
        for open in wanted {
            let end = open + interval.duration
            if let last = ranges.last, open - last.end <= interval.duration * Self.mergeGap {
                ranges[ranges.count - 1] = TimeRange(last.start, until: end)
            } else {
                ranges.append(TimeRange(open, until: end))
            }
        }
        return ranges
    }

    /// The newest open time that a healthy source has closed at `now`.
    static func newestExpected(_ interval: Interval, now: Timestamp) -> Timestamp {
        interval.openTime(containing: now - settling) - interval.duration
    }
}
