/// Walks through JSON (RFC 8259) without building values, in one pass. What is not JSON ends it.
struct JSONScanner {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The byte order mark of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next byte that is no space; `nil` at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count, bytes[position].isMarkupSpace { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }

    /// Passes over `byte`; `false` when something else comes.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// The content of a string, still escaped; `nil` when none comes, or it does not end.
    mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"): position = min(position + 2, bytes.count)
            default: position += 1
            }
        }
        return nil
    }

    /// Passes over the next value, however deep; `false` when it does not end.
    mutating func skip() -> Bool {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""): guard string() != nil else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return false }
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
                continue
            default:
                while position < bytes.count, !Self.endsWord(bytes[position]) { position += 1 }
            }
            if depth == 0 { return true }
        }
        return false
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte.isMarkupSpace || [44, 58, 91, 93, 123, 125, 34].contains(byte)
    }

    /// Calls `body` at the value of each key; it passes over the value. `false` when the object does not end.
    mutating func object(_ body: (inout JSONScanner, Range<Int>) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let key = string(), take(UInt8(ascii: ":")), body(&self, key) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// Calls `body` at each value; it passes over the value. `false` when the list does not end.
    mutating func array(_ body: (inout JSONScanner) -> Bool) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        if take(UInt8(ascii: "]")) { return true }
        repeat { guard body(&self) else { return false } } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }
}
