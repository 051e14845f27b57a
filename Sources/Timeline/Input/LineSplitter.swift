/// Cuts a source's bytes into entries: a line that begins with a time in some known format, and the lines without one that belong to it
/// (a stack trace, what a shell printed).
struct LineSplitter {
    private var clock: LogClock
    private let skew: Int64
    private let newest: Int64
    /// The format of the line before.
    private var format: UInt8 = 0
    private var lastTime: Int64?
    /// Whether the bytes to come go on with a line whose beginning is gone already, because it was longer than a block.
    private var isInsideLine = false
    private(set) var knowsYears = false
    private var hasTimes = false
    private var hasLines = false
    /// Used again for each entry that a filter must know more of.
    private var facts = LineFacts()

    /// - Parameters:
    ///   - skew: microseconds to be added to every time.
    ///   - newest: when the source was written last, in microseconds: the time of lines in a source without any.
    init(clock: LogClock, skew: Int64, newest: Int64) {
        self.clock = clock
        self.skew = skew
        self.newest = newest
    }

    var isTimeless: Bool { hasLines && !hasTimes }

    /// Looks at the first lines for times without a year, and at all of the file where there are any.
    mutating func learnYears(of source: LogSource, from bytes: [UInt8], _ used: Int) throws(LogReadError) {
        knowsYears = true
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
        if needed { clock.years = try YearGuess.of(source) }
    }

    /// Appends the entries that `filter` admits.
    /// - Parameters:
    ///   - start: where lines that were not seen before begin.
    ///   - atEnd: whether nothing comes behind `text`.
    /// - Returns: where the part begins that must be seen again with more behind it.
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
                // An empty line at the end of an entry is not worth being shown.
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
        return giveUp(text, open, lineStart, filter, label, &entries)
    }

    /// Bytes of an entry beyond which it is cut, so that a file without line ends needs no more memory than another.
    private static let longest = 8 << 10

    /// Cuts an entry that would not leave room for another: what is there of it is an entry, and what follows has its time.
    private mutating func giveUp(
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
        // Nothing that begins a log line is indented, and what a program prints below its line mostly is.
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

    /// The first time there is, for lines that stand before it.
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
