import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension [UInt8] {
    /// The first `byte` from `start` on, before `end`.
    func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard start < end, start >= 0, end <= count else { return nil }
        return withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), end - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Whether `text` stands at `index`, before `end`.
    func starts(_ text: StaticString, at index: Int, to end: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= end else { return false }
        return text.withUTF8Buffer { text in
            for offset in 0..<text.count where self[index + offset] != text[offset] { return false }
            return true
        }
    }

    /// As ``starts(_:at:to:)`` for a lower-case `text`, in any case.
    func startsIgnoringCase(_ text: StaticString, at index: Int, to end: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= end else { return false }
        return text.withUTF8Buffer { text in
            for offset in 0..<text.count where self[index + offset].asciiLowercased != text[offset] { return false }
            return true
        }
    }

    /// The first occurrence of `text`, which begins with a rare byte, from `start` on.
    func firstIndex(of text: StaticString, from start: Int, to end: Int) -> Int? {
        let first = text.withUTF8Buffer { $0.first ?? 0 }
        var next = start
        while let found = firstIndex(of: first, from: next, to: end) {
            if starts(text, at: found, to: end) { return found }
            next = found + 1
        }
        return nil
    }

    /// The `>` after `--` or another pair of equal bytes, from `start` on.
    func firstClosing(after byte: UInt8, from start: Int, to end: Int) -> Int? {
        var next = start + 2
        while let found = firstIndex(of: UInt8(ascii: ">"), from: next, to: end) {
            if self[found - 1] == byte, self[found - 2] == byte { return found }
            next = found + 1
        }
        return nil
    }

    /// The first byte beyond ASCII from `start` on; the end without one.
    func endOfASCII(from start: Int) -> Int { withUnsafeBytes { $0.endOfASCII(from: start) } }

    /// The first byte from `start` on, before `end`, that may begin markup, a reference or `]]>`; `end` without one.
    func endOfCharacters(from start: Int, to end: Int) -> Int {
        withUnsafeBytes { bytes in
            var index = start
            while index + 8 <= end {
                let eight = EightBytes(bytes, at: index)
                if eight.contains(UInt8(ascii: "<")) || eight.contains(UInt8(ascii: "&"))
                    || eight.contains(UInt8(ascii: "]"))
                {
                    break
                }
                index += 8
            }
            while index < end, bytes[index] != UInt8(ascii: "<"), bytes[index] != UInt8(ascii: "&"),
                bytes[index] != UInt8(ascii: "]")
            {
                index += 1
            }
            return index
        }
    }

    /// A number that equal ranges have, and others hardly ever (FNV-1a).
    func fingerprint(_ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range { hash = (hash ^ UInt64(self[index])) &* 0x100_0000_01B3 }
        return hash
    }

    /// The range without spaces around it.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isMarkupSpace { start += 1 }
        while end > start, self[end - 1].isMarkupSpace { end -= 1 }
        return start..<end
    }

    func equalIgnoringCase(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count, one.upperBound <= count, other.upperBound <= count else { return false }
        // For each end tag: checked once, not at each byte.
        return withUnsafeBytes { bytes in
            for offset in 0..<one.count {
                let (byte, wanted) = (bytes[one.lowerBound + offset], bytes[other.lowerBound + offset])
                if byte != wanted, byte.asciiLowercased != wanted.asciiLowercased { return false }
            }
            return true
        }
    }

    /// Whether the range is `text`, which is lower-case, in any case.
    func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && startsIgnoringCase(text, at: range.lowerBound, to: range.upperBound)
    }
}
