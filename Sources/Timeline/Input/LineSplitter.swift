/// Splits a source's bytes into entries: a line that begins with a time in a known format, and the lines without a time
/// that follow it (a stack trace, command output).
struct LineSplitter {
    private var clock: LogClock
    private let skew: Int64
    private let newest: Int64
    /// The format of the previous line.
    private var format: UInt8 = 0
    private var lastTime: Int64?
    /// Whether the next bytes continue a line longer than a block, whose beginning has been emitted already.
    private var isInsideLine = false
    private(set) var hasInferredYears = false
    private var hasTimes = false
    private var hasLines = false
    /// Reused for each entry that the filter needs parsed.
    private var facts = LineFacts()

    /// - Parameters:
    ///   - skew: microseconds added to every time.
    ///   - newest: when the source was last written, in microseconds: the time of lines in a source without times.
    init(clock: LogClock, skew: Int64, newest: Int64) {
        self.clock = clock
        self.skew = skew
        self.newest = newest
    }

    var hasNoTimes: Bool { hasLines && !hasTimes }

    /// Checks the first lines for times without a year, and scans the complete file when there are any.
    mutating func inferYears(of source: LogSource, from bytes: [UInt8], _ used: Int) throws(LogReadError) {
        hasInferredYears = true
        let needed = bytes.withUnsafeBufferPointer { all in
            var start = 0
            while start < used {
                let end = Line(rebasing: all[..<used]).first(UInt8(ascii: "\n"), from: start) ?? used
                var guess = clock
                if SyslogFormat.time(of: Line(rebasing: all[start..<end]), &guess) != nil { return true }
                start = end + 1
            }
            return false
        }
        if needed { clock.years = try YearInference.of(source) }
    }

    /// Appends the entries that match `filter`.
    /// - Parameters:
    ///   - start: the index of the first new line.
    ///   - atEnd: whether `text` ends the source.
    /// - Returns: the index of the incomplete part, to be passed again with more bytes after it.
    mutating func split(
        _ text: Line, from start: Int, atEnd: Bool, admitting filter: EntryFilter, label: String,
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
            if !isInsideLine, let time = time(of: text.part(lineStart, end)) {
                if let open { close(open, text, filter, label, &entries) }
                lastTime = time
                open = LogSpan(time: time, start: Int32(lineStart), count: Int32(end - lineStart), format: format)
            } else if let begun = open {
                // Trailing empty lines of an entry are dropped.
                if end > lineStart { open?.count = Int32(end) - begun.start }
            } else if end > lineStart {
                open = LogSpan(
                    time: lastTime ?? newest, start: Int32(lineStart), count: Int32(end - lineStart),
                    format: LineFormats.none)
            }
            isInsideLine = false
            lineStart = next
        }
        let rest = min(text.count, open.map { Int($0.start) } ?? lineStart)
        if atEnd {
            if let open { close(open, text, filter, label, &entries) }
            return text.count
        }
        guard text.count - rest > (text.count - start) / 2, text.count - rest > Self.longest else { return rest }
        return cutEntry(text, open, lineStart, filter, label, &entries)
    }

    /// The size in bytes above which an entry is cut, so that a file without line ends needs no more memory than
    /// others.
    private static let longest = 8 << 10

    /// Emits the available part of an oversized entry; what follows gets the same time.
    private mutating func cutEntry(
        _ text: Line, _ open: LogSpan?, _ lineStart: Int, _ filter: EntryFilter, _ label: String,
        _ entries: inout [LogSpan]
    ) -> Int {
        if let open {
            close(open, text, filter, label, &entries)
            return lineStart
        }
        let time = isInsideLine ? nil : time(of: text.part(lineStart, text.count))
        if let time { lastTime = time }
        let span = LogSpan(
            time: lastTime ?? newest, start: Int32(lineStart), count: Int32(text.count - lineStart),
            format: time == nil ? LineFormats.none : format)
        close(span, text, filter, label, &entries)
        isInsideLine = true
        return text.count
    }

    private mutating func close(
        _ entry: LogSpan, _ text: Line, _ filter: EntryFilter, _ label: String, _ entries: inout [LogSpan]
    ) {
        let line = text.part(Int(entry.start), Int(entry.start + entry.count))
        if filter.admits(line, at: entry.time, as: entry.format, label: label, &facts) { entries.append(entry) }
    }

    private mutating func time(of line: Line) -> Int64? {
        // Log lines never start with an indent; continuation lines mostly do.
        guard line.count >= 15, line[0] > 32 else { return nil }
        if let time = LineFormats.all[Int(format)].time(of: line, &clock) { return found(time) }
        for index in LineFormats.all.indices where index != Int(format) {
            if let time = LineFormats.all[index].time(of: line, &clock) {
                format = UInt8(index)
                return found(time)
            }
        }
        return nil
    }

    private mutating func found(_ time: Int64) -> Int64 {
        hasTimes = true
        return time &+ skew
    }

    /// The first time in the text, for the lines before it.
    private func firstTime(_ text: Line, from start: Int) -> Int64? {
        var copy = self
        var lineStart = start
        while lineStart < text.count {
            let end = text.first(UInt8(ascii: "\n"), from: lineStart) ?? text.count
            if let time = copy.time(of: text.part(lineStart, end)) { return time }
            lineStart = end + 1
        }
        return nil
    }
}
