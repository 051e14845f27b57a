import Domain

/// Splits a source's bytes into entries: a line that begins with a time in a known format, and the lines without a time
/// that follow it (a stack trace, command output). Before a source's first time, and in one without any, each line is
/// an entry.
struct LineSplitter {
    private var clock: LogClock
    private var search = FormatSearch()
    private let skew: Int64
    private var newest: Int64
    private var lastTime: Int64?
    /// Whether the next bytes continue a line longer than a block, whose beginning has been emitted already.
    private var isInsideLine = false
    private(set) var hasInferredYears = false
    private var hasTimes = false
    private var hasLines = false
    /// Reused for each entry that the filter needs parsed.
    private var facts = LineFacts()
    private(set) var units = UnitNames()

    /// - Parameters:
    ///   - skew: microseconds added to every time.
    ///   - newest: when the source was last written, in microseconds: the time of lines in a source without times.
    init(clock: LogClock, skew: Int64, newest: Int64) {
        self.clock = clock
        self.skew = skew
        self.newest = newest
    }

    var hasNoTimes: Bool { hasLines && !hasTimes }
    var hasUncertainYears: Bool { clock.years.wasCapped }

    /// Tells the present to the inference of years, for a source that is followed.
    mutating func advance(to now: Timestamp) {
        newest = now.milliseconds.multipliedClamped(by: 1000)
        clock.years.newest = YearInference.newestDay(writtenAt: now)
    }

    /// Checks the first lines for times without a year, and scans the complete source when there are any and it can be
    /// read twice.
    /// - Parameter rescan: passes the source's bytes again, in pieces of complete lines; `false` when it cannot.
    mutating func inferYears(
        newestDay: Int64, from text: Line, rescan: ((Line) -> Void) throws(LogReadError) -> Bool
    ) throws(LogReadError) {
        hasInferredYears = true
        var counting = self
        counting.clock.counter = YearRolloverCounter()
        counting.count(text)
        guard counting.clock.counter?.last != nil else { return }
        let first = counting.clock.counter
        counting.clock.counter = YearRolloverCounter()
        let isComplete = try rescan { counting.count($0) }
        guard let count = isComplete ? counting.clock.counter : first else { return }
        clock.years = YearInference(newest: newestDay, count)
    }

    private mutating func count(_ text: Line) {
        var start = 0
        var previous: (UInt8, UInt8, UInt8) = (0, 0, 0)
        while start < text.count {
            let end = text.first(UInt8(ascii: "\n"), from: start) ?? text.count
            if end - start >= 15 {
                // The same day as in the line above, nearly always: syslog's only.
                let day = (text[start + 2], text[start + 4], text[start + 5])
                let isSyslog = text[start].isLetter && text[start + 3] == UInt8(ascii: " ")
                if !isSyslog || day != previous { _ = time(of: text.part(start, end)) }
                previous = isSyslog ? day : (0, 0, 0)
            }
            start = end + 1
        }
    }

    /// Appends the entries that match `filter`.
    /// - Parameters:
    ///   - start: the index of the first new line.
    ///   - atEnd: whether `text` ends the source.
    ///   - mayCut: whether an entry that is not complete in `text` is cut.
    /// - Returns: the index of the incomplete part, to be passed again with more bytes after it.
    mutating func split(
        _ text: Line, from start: Int, atEnd: Bool, mayCut: Bool, admitting filter: EntryFilter, label: String,
        into entries: inout [LogSpan]
    ) -> Int {
        if !hasLines, start < text.count {
            hasLines = true
            lastTime = firstTime(text, from: start) ?? newest + skew
        }
        var open: LogSpan?
        var lineStart = start
        while lineStart < text.count {
            let newline = text.first(UInt8(ascii: "\n"), from: lineStart)
            if newline == nil, !atEnd { break }
            var end = newline ?? text.count
            let next = end + 1
            if end > lineStart, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if !isInsideLine, let begun = entry(of: text, lineStart, end) {
                if let open { close(open, text, filter, label, &entries) }
                open = begun
            } else if let begun = open {
                // Trailing empty lines of an entry are dropped.
                if end > lineStart { open?.count = Int32(end) - begun.start }
            } else if end > lineStart {
                open = span(lastTime ?? newest, lineStart, end, 0, LineFormats.none)
            }
            isInsideLine = false
            lineStart = next
        }
        let rest = min(text.count, open.map { Int($0.start) } ?? lineStart)
        if atEnd {
            if let open { close(open, text, filter, label, &entries) }
            return text.count
        }
        guard mayCut, text.count - rest > (text.count - start) / 2, text.count - rest > Self.longest else {
            return rest
        }
        return cutEntry(text, open, lineStart, filter, label, &entries)
    }

    /// The size in bytes above which an entry is cut, so that a file without line ends needs no more memory than
    /// others.
    private static let longest = 8 << 10

    /// The entry that a line begins; `nil` for one that belongs to the line above.
    private mutating func entry(of text: Line, _ start: Int, _ end: Int) -> LogSpan? {
        let line = text.part(start, end)
        if let found = time(of: line) {
            hasTimes = true
            let time = found.time.addingClamped(skew)
            lastTime = time
            return span(time, start, end, found.end, search.format)
        }
        guard end > start else { return nil }
        let time = lastTime ?? newest
        if let format = TimelessRecord.format(of: line, isUndated: !hasTimes, latest: search.format) {
            return span(time, start, end, 0, format)
        }
        return hasTimes ? nil : span(time, start, end, 0, LineFormats.none)
    }

    private func span(_ time: Int64, _ start: Int, _ end: Int, _ timeEnd: Int, _ format: UInt8) -> LogSpan {
        LogSpan(
            time: time, start: Int32(start), count: Int32(end - start),
            timeEnd: UInt16(truncatingIfNeeded: min(timeEnd, Int(UInt16.max))), format: format)
    }

    /// Emits the available part of an oversized entry; what follows gets the same time.
    private mutating func cutEntry(
        _ text: Line, _ open: LogSpan?, _ lineStart: Int, _ filter: EntryFilter, _ label: String,
        _ entries: inout [LogSpan]
    ) -> Int {
        if let open {
            close(open, text, filter, label, &entries)
            return lineStart
        }
        let begun = isInsideLine ? nil : entry(of: text, lineStart, text.count)
        let rest = begun ?? span(lastTime ?? newest, lineStart, text.count, 0, LineFormats.none)
        close(rest, text, filter, label, &entries)
        isInsideLine = true
        return text.count
    }

    private mutating func close(
        _ entry: LogSpan, _ text: Line, _ filter: EntryFilter, _ label: String, _ entries: inout [LogSpan]
    ) {
        let line = text.part(Int(entry.start), Int(entry.start + entry.count))
        if filter.admits(
            line, at: entry.time, as: entry.format, timeEnd: Int(entry.timeEnd), label: label, &facts, &units)
        {
            entries.append(entry)
        }
    }

    private mutating func time(of line: Line) -> LineTime? {
        // Log lines never start with an indent; continuation lines mostly do. Colours begin with ESC.
        guard line.count >= 15, line[0] > 32 || line[0] == 0x1B else { return nil }
        return search.time(of: line, &clock)
    }

    /// The first time in the text, for the lines before it.
    private func firstTime(_ text: Line, from start: Int) -> Int64? {
        var copy = self
        var lineStart = start
        while lineStart < text.count {
            let end = text.first(UInt8(ascii: "\n"), from: lineStart) ?? text.count
            if let found = copy.time(of: text.part(lineStart, end)) { return found.time.addingClamped(skew) }
            lineStart = end + 1
        }
        return nil
    }
}

/// Lines without a time that are entries of their own all the same, with the time of the line above: so that an error
/// does not vanish in the entry before it.
enum TimelessRecord {
    /// - Parameters:
    ///   - isUndated: whether no line has had a time.
    ///   - latest: the format of the latest line with a time.
    static func format(of line: Line, isUndated: Bool, latest: UInt8) -> UInt8? {
        let first = line[0]
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "<") || isUndated || isCompose(latest) {
            for timeless in LineFormats.timeless {
                guard isUndated || !isCompose(timeless.format) || isCompose(latest) else { continue }
                if line.count > 1, timeless.isRecord(line) { return timeless.format }
            }
        }
        return beginsWithLevel(line) ? LineFormats.none : nil
    }

    /// `ERROR: …`, `ERROR …`, `[ERROR] …`, in capitals.
    private static func beginsWithLevel(_ line: Line) -> Bool {
        var start = 0
        if line[0] == UInt8(ascii: "[") { start = 1 }
        guard start + 3 < line.count, line[start] &- 65 < 26 else { return false }
        var end = start
        while end < line.count, line[end] &- 65 < 26 { end += 1 }
        guard end < line.count, end - start <= 9 else { return false }
        let next = line[end]
        let isEnded = start == 1 ? next == UInt8(ascii: "]") : next == UInt8(ascii: ":") || next == UInt8(ascii: " ")
        return isEnded && LevelWords.beginsLine(line.part(start, end))
    }

    private static let compose = LineFormats.all.firstIndex { $0.name.description == "compose" }
    private static func isCompose(_ format: UInt8) -> Bool { Int(format) == compose }
}
