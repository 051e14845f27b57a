/// Moments from `start` up to, and not including, `end`.
package struct TimeRange: Hashable, Sendable {
    package let start: Timestamp
    package let end: Timestamp

    /// `end` before `start` gives an empty range at `start`.
    package init(_ start: Timestamp, until end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    package var isEmpty: Bool { start == end }
    package var duration: Duration { end - start }
    package func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

    /// The open times of `interval` in this range, oldest first.
    package func openTimes(every interval: Interval) -> [Timestamp] {
        var opens: [Timestamp] = []
        var open = interval.openTime(containing: start)
        if open < start { open = open + interval.duration }
        while open < end {
            opens.append(open)
            open = open + interval.duration
        }
        return opens
    }

    /// The range in consecutive windows of at most `count` open times of `interval`, oldest first: the pages of a
    /// venue.
    package func windows(of count: Int, every interval: Interval) -> [TimeRange] {
        var windows: [TimeRange] = []
        var from = start
        while from < end {
            let until = min(end, from + interval.duration * count)
            windows.append(TimeRange(from, until: until))
            from = until
        }
        return windows
    }
}
