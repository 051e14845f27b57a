import Domain

extension YearInference {
    /// Infers the years of a source whose times may have none. A file is scanned once in advance (line beginnings
    /// only); for a pipe, only the first line can be used.
    static func of(_ source: LogSource) throws(LogReadError) -> YearInference {
        let newest = source.newest.seconds / 86_400
        if case .descriptor = source.origin { return YearInference(newest: newest) }
        let input = try ByteInputs.open(source.origin)
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        var count = YearRolloverCounter()
        var kept = 0
        while true {
            let more = try ByteInputs.readSome(input, &bytes, from: kept)
            let used = kept + more
            kept = bytes.withUnsafeMutableBufferPointer { all in
                let rest = Self.scan(Line(rebasing: all[..<used]), atEnd: more == 0, &count)
                // A line longer than the buffer is scanned only at its beginning.
                guard rest > 0 else { return used == all.count ? 0 : used }
                for index in rest..<used { all[index - rest] = all[index] }
                return used - rest
            }
            if more == 0 { break }
        }
        guard let last = count.last else { return YearInference(newest: newest) }
        return YearInference(newest: newest, rollovers: count.rollovers, last: last)
    }

    /// Returns the index where the incomplete last line begins.
    private static func scan(_ text: Line, atEnd: Bool, _ count: inout YearRolloverCounter) -> Int {
        var start = 0
        var seen: (UInt8, UInt8, UInt8) = (0, 0, 0)
        while start < text.count {
            let end = text.first(UInt8(ascii: "\n"), from: start)
            guard end != nil || atEnd else { break }
            let date =
                start
                + (start + 1 < text.count && text[start] == UInt8(ascii: "<")
                    ? SyslogPriority.end(in: text.part(start, min(text.count, start + 6))) : 0)
            if date + 15 <= text.count, date + 15 <= end ?? text.count {
                // The day and the month's last letter show whether the date differs from the previous line's.
                let place = (text[date + 2], text[date + 4], text[date + 5])
                if place != seen, let (month, day) = LogClock.bsdDate(text, at: date) {
                    count.record(month: month, day: day)
                    seen = place
                }
            }
            start = (end ?? text.count - 1) + 1
        }
        return start
    }
}
