/// A minimal scanner for one line of a JSON log (RFC 8259): positions of top-level names and values, without
/// allocating.
enum JSONText {
    enum Kind { case string, number, object, list, other }

    /// Calls `body` with the name and value range of each member of the object in `line`, in order; a string's range is
    /// the text between its quotes. Stops where the line is not valid JSON, or when `body` returns `false`.
    static func members(of line: Line, _ body: (_ name: Line, _ start: Int, _ end: Int, Kind) -> Bool) {
        var index = line.skippingSpaces(from: 0)
        guard index < line.count, line[index] == UInt8(ascii: "{") else { return }
        index += 1
        while true {
            index = skipping(blanksAnd: UInt8(ascii: ","), line, from: index)
            guard index < line.count, line[index] == UInt8(ascii: "\""),
                let nameEnd = endOfString(line, from: index + 1)
            else { return }
            let name = line.part(index + 1, nameEnd)
            index = skipping(blanksAnd: UInt8(ascii: ":"), line, from: nameEnd + 1)
            guard index < line.count else { return }
            if line[index] == UInt8(ascii: "\"") {
                // A line that was cut within a string: what is there of it counts.
                let end = endOfString(line, from: index + 1)
                guard body(name, index + 1, end ?? line.count, .string), let end else { return }
                index = end + 1
            } else {
                let end = endOfValue(line, from: index)
                guard end > index else { return }
                guard body(name, index, end, kind(line[index])) else { return }
                index = end
            }
        }
    }

    private static func kind(_ first: UInt8) -> Kind {
        switch first {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .list
        case UInt8(ascii: "-"): .number
        default: first.isDigit ? .number : .other
        }
    }

    /// Calls `body` with the range of each string directly in the list that begins at `start`, between its quotes.
    static func strings(inListAt start: Int, _ end: Int, of line: Line, _ body: (_ start: Int, _ end: Int) -> Void) {
        let list = line.part(0, min(end, line.count))
        var (index, depth) = (start + 1, 0)
        while index < list.count {
            switch list[index] {
            case UInt8(ascii: "\""):
                let close = endOfString(list, from: index + 1) ?? list.count
                if depth == 0 { body(index + 1, close) }
                index = close
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            index += 1
        }
    }

    /// Unescapes the text between two quotes. Invalid escapes are left as they are.
    static func unescape(_ raw: Line, into text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        var index = 0
        while let slash = raw.first(UInt8(ascii: "\\"), from: index), slash + 1 < raw.count {
            text.append(contentsOf: raw.part(index, slash))
            index = slash + 2
            switch raw[slash + 1] {
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "u"): index = appendScalar(raw, slash, to: &text)
            case let other: text.append(other)
            }
        }
        text.append(contentsOf: raw.part(index, raw.count))
    }

    /// Parses `[72,105]`, journald's form of bytes that are not UTF-8
    /// (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format).
    static func bytes(_ raw: Line, into text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        var value: Int?
        for byte in raw {
            if byte.isDigit {
                value = min(255, (value ?? 0) * 10 + Int(byte - 48))
            } else if let whole = value {
                text.append(UInt8(whole))
                value = nil
            }
        }
    }

    /// Appends the scalar of `\uXXXX`, or of a surrogate pair, at `slash`. Returns the index after it.
    private static func appendScalar(_ raw: Line, _ slash: Int, to text: inout [UInt8]) -> Int {
        guard let first = fourHex(raw, slash + 2) else {
            text.append(contentsOf: raw.part(slash, slash + 2))
            return slash + 2
        }
        var (code, end) = (first, slash + 6)
        if 0xD800..<0xDC00 ~= first, raw.has("\\u", at: end), let second = fourHex(raw, end + 2),
            0xDC00..<0xE000 ~= second
        {
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
            end += 6
        }
        text.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
        return end
    }

    private static func fourHex(_ raw: Line, _ start: Int) -> UInt32? {
        guard start + 4 <= raw.count else { return nil }
        var code: UInt32 = 0
        for byte in raw.part(start, start + 4) {
            let lower = byte | 0x20
            guard byte.isDigit || lower &- 97 < 6 else { return nil }
            code = code << 4 | UInt32(byte.isDigit ? byte - 48 : lower - 87)
        }
        return code
    }

    private static func skipping(blanksAnd byte: UInt8, _ line: Line, from start: Int) -> Int {
        var index = start
        while index < line.count, line[index] == byte || line[index] <= 32 { index += 1 }
        return index
    }

    /// The index of the closing quote of a string.
    private static func endOfString(_ line: Line, from start: Int) -> Int? {
        var from = start
        while let quote = line.first(UInt8(ascii: "\""), from: from) {
            if !line.isEscaped(quote, from: start) { return quote }
            from = quote + 1
        }
        return nil
    }

    /// The index after a number, a literal, an array or an object.
    private static func endOfValue(_ line: Line, from start: Int) -> Int {
        var (index, depth) = (start, 0)
        while index < line.count {
            switch line[index] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return index }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return index
            case UInt8(ascii: "\""): index = endOfString(line, from: index + 1) ?? line.count - 1
            default: break
            }
            index += 1
        }
        return line.count
    }
}
