#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The bytes of a line, or of an entry of several lines, valid during a call only.
typealias Line = UnsafeBufferPointer<UInt8>

extension Line {
    /// The bytes in `start..<end`, which must be within bounds.
    func part(_ start: Int, _ end: Int) -> Line { Line(rebasing: self[start..<end]) }

    /// The first index of `byte` in `start..<end`.
    func first(_ byte: UInt8, from start: Int = 0, before end: Int? = nil) -> Int? {
        let end = Swift.min(end ?? count, count)
        guard let base = baseAddress, start < end, let found = memchr(base + start, Int32(byte), end - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The first index of `text` at or after `start`.
    func first(_ text: StaticString, from start: Int = 0) -> Int? {
        first(Line(start: text.utf8Start, count: text.utf8CodeUnitCount), from: start)
    }

    /// The index behind the colon of a member with this name, in quotes, of a JSON object. Colons are few, so that this
    /// is faster than searching the name.
    func indexAfterColon(of name: StaticString) -> Int? {
        let count = name.utf8CodeUnitCount
        var from = count
        while let colon = first(UInt8(ascii: ":"), from: from) {
            if has(name, at: colon - count) { return colon + 1 }
            from = colon + 1
        }
        return nil
    }

    func first(_ text: Line, from start: Int = 0) -> Int? {
        guard let base = baseAddress, let needle = text.baseAddress, text.count <= count else { return nil }
        // Comparing the first and last byte rules out nearly every position. (memmem(3) is not visible to Swift.)
        let (last, head, tail) = (text.count - 1, needle[0], needle[text.count - 1])
        var index = start
        while index + last < count {
            if base[index] == head, base[index + last] == tail, memcmp(base + index, needle, text.count) == 0 {
                return index
            }
            index += 1
        }
        return nil
    }

    func has(_ text: StaticString, at index: Int = 0) -> Bool {
        guard let base = baseAddress, index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        return memcmp(base + index, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    static func == (line: Line, text: StaticString) -> Bool { line.count == text.utf8CodeUnitCount && line.has(text) }

    /// The index of the first byte at or after `start` that is not a space.
    func skippingSpaces(from start: Int) -> Int {
        var index = start
        while index < count, self[index] == UInt8(ascii: " ") { index += 1 }
        return index
    }

    /// The index of the first byte at or after `start` that is neither a space nor a tab.
    func skippingBlanks(from start: Int) -> Int {
        var index = start
        while index < count, self[index] == UInt8(ascii: " ") || self[index] == 9 { index += 1 }
        return index
    }

    /// The index after a sequence that colours a terminal's text (ECMA-48, 8.3.117: `ESC [ … m`) at `start`; the next
    /// index where there is none.
    func afterColour(at start: Int) -> Int {
        guard start + 1 < count, self[start + 1] == UInt8(ascii: "[") else { return start + 1 }
        var index = start + 2
        while index < count, self[index].isDigit || self[index] == UInt8(ascii: ";") { index += 1 }
        return index < count && self[index].isLetter ? index + 1 : start + 1
    }

    /// The index behind the digits that begin at `start`.
    func endOfDigits(from start: Int) -> Int {
        var index = start
        while index < count, self[index].isDigit { index += 1 }
        return index
    }

    /// A number of two digits, or -1.
    @inline(__always)
    func twoDigits(_ index: Int) -> Int {
        let (tens, ones) = (self[index] &- 48, self[index + 1] &- 48)
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : -1
    }

    /// A number of four digits, or negative.
    func fourDigits(_ index: Int) -> Int {
        let (high, low) = (twoDigits(index), twoDigits(index + 2))
        return high < 0 || low < 0 ? -1 : high * 100 + low
    }

    /// The whole number, of at most 18 digits, that fills `start..<end`.
    func number(_ start: Int, _ end: Int) -> Int64? {
        guard start < end, end - start <= 18 else { return nil }
        var value: Int64 = 0
        for index in start..<end {
            let digit = self[index] &- 48
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Whether an odd number of backslashes precedes `index`.
    func isEscaped(_ index: Int, from start: Int = 0) -> Bool {
        var before = index - 1
        while before >= start, self[before] == UInt8(ascii: "\\") { before -= 1 }
        return (index - 1 - before) % 2 == 1
    }

    /// Whether `text` occurs as a complete word: without a letter, digit or `_` on either side.
    func hasWord(_ text: Line) -> Bool {
        var from = 0
        while let found = first(text, from: from) {
            let end = found + text.count
            if found == 0 || !self[found - 1].isNamePart, end == count || !self[end].isNamePart { return true }
            from = found + 1
        }
        return false
    }
}

extension UInt8 {
    var isLowerHex: Bool { self &- 48 < 10 || self &- 97 < 6 }
    var isDigit: Bool { self &- 48 < 10 }
    var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
    var isLetter: Bool { (self | 0x20) &- 97 < 26 }
    fileprivate var isNamePart: Bool { isDigit || isLetter || self == UInt8(ascii: "_") }
}
