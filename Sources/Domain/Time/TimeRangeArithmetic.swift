extension TimeRange {
    /// The parts of this range outside `others`, oldest first.
    package func subtracting(_ others: [TimeRange]) -> [TimeRange] {
        var left = [self]
        for other in others where !other.isEmpty {
            left = left.flatMap { part -> [TimeRange] in
                guard part.overlaps(other) else { return [part] }
                return [
                    TimeRange(part.start, until: max(part.start, other.start)),
                    TimeRange(min(part.end, other.end), until: part.end),
                ].filter { !$0.isEmpty }
            }
        }
        return left.sorted { $0.start < $1.start }
    }

    package func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

    /// The common part; `nil` for none.
    package func intersection(_ other: TimeRange) -> TimeRange? {
        overlaps(other) ? TimeRange(max(start, other.start), until: min(end, other.end)) : nil
    }
}

/// Ranges that do not overlap, oldest first.
extension [TimeRange] {
    /// The parts outside `others`, oldest first. Its cost grows with the sum of both counts.
    package func subtracting(_ others: [TimeRange]) -> [TimeRange] {
        let others = others.filter { !$0.isEmpty }.joined()
        var left: [TimeRange] = []
        var first = 0
        for range in self where !range.isEmpty {
            while first < others.count, others[first].end <= range.start { first += 1 }
            var start = range.start
            var next = first
            while next < others.count, others[next].start < range.end {
                if start < others[next].start { left.append(TimeRange(start, until: others[next].start)) }
                start = others[next].end
                next += 1
            }
            if start < range.end { left.append(TimeRange(start, until: range.end)) }
        }
        return left
    }

    /// The parts from `oldest` on.
    package func since(_ oldest: Timestamp) -> [TimeRange] {
        compactMap { $0.end <= oldest ? nil : TimeRange(Swift.max($0.start, oldest), until: $0.end) }
    }

    /// The union of any ranges, oldest first.
    package func joined() -> [TimeRange] {
        sorted { $0.start < $1.start }.reduce(into: []) { joined, next in
            if let last = joined.last, next.start <= last.end {
                joined[joined.count - 1] = TimeRange(last.start, until: Swift.max(last.end, next.end))
            } else {
                joined.append(next)
            }
        }
    }

    /// The number of open times of `interval`, for ranges that are aligned to it.
    package func count(of interval: Interval) -> Int {
        reduce(0) { $0 + Int($1.duration.components.seconds / interval.seconds) }
    }
}

extension [Timestamp] {
    /// Open times, oldest first, as ranges without gaps.
    package func ranges(every interval: Interval) -> [TimeRange] {
        reduce(into: [TimeRange]()) { ranges, open in
            if let last = ranges.last, last.end == open {
                ranges[ranges.count - 1] = TimeRange(last.start, until: open + interval.duration)
            } else {
                ranges.append(TimeRange(open, until: open + interval.duration))
            }
        }
    }
}
