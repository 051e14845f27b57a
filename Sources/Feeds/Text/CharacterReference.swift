/// A character reference: `&amp;`, `&#8217;`, `&#x20AC;`, and HTML's names.
struct CharacterReference {
    /// One scalar, or two.
    let scalars: (UInt32, UInt32?)
    /// The byte after it.
    let end: Int

    /// The reference that begins with the `&` at `index`; `nil` when it is none, and the `&` is meant.
    init?(_ bytes: [UInt8], at index: Int, to end: Int) {
        guard index + 2 < end else { return nil }
        if bytes[index + 1] == UInt8(ascii: "#") {
            guard let numeric = Self.numeric(bytes, index + 2, end) else { return nil }
            (scalars, self.end) = ((numeric.scalar, nil), numeric.end)
            return
        }
        var stop = index + 1
        let limit = min(end, index + 1 + EntityName.lengthLimit)
        while stop < limit, bytes[stop].isASCIILetter || bytes[stop].isASCIIDigit { stop += 1 }
        guard stop > index + 1 else { return nil }
        let isEnded = stop < end && bytes[stop] == UInt8(ascii: ";")
        if isEnded, let usual = Self.usual(bytes, index + 1..<stop) {
            (scalars, self.end) = ((usual, nil), stop + 1)
            return
        }
        // A word in a query, as in `?page=1&copy=2`, is no reference.
        guard isEnded || stop == end || bytes[stop] != UInt8(ascii: "=") else { return nil }
        let name = String(decoding: bytes[index + 1..<stop], as: UTF8.self)
        guard isEnded || EntityName.withoutSemicolon.contains(name), let found = EntityName.scalars(name),
            let first = found.first
        else { return nil }
        (scalars, self.end) = ((first, found.count > 1 ? found[1] : nil), isEnded ? stop + 1 : stop)
    }

    /// The five of XML, and the one that HTML is full of.
    private static func usual(_ bytes: [UInt8], _ name: Range<Int>) -> UInt32? {
        func isName(_ text: StaticString) -> Bool { bytes.starts(text, at: name.lowerBound, to: name.upperBound) }
        switch name.count {
        case 2: return isName("lt") ? 0x3C : isName("gt") ? 0x3E : nil
        case 3: return isName("amp") ? 0x26 : nil
        case 4: return isName("quot") ? 0x22 : isName("apos") ? 0x27 : isName("nbsp") ? 0xA0 : nil
        default: return nil
        }
    }

    /// The number of a character that exists, or U+FFFD as HTML has it; C1 controls are those of windows-1252.
    private static func numeric(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (scalar: UInt32, end: Int)? {
        let isHexadecimal = bytes[start] | 0x20 == UInt8(ascii: "x")
        var index = isHexadecimal ? start + 1 : start
        let first = index
        var value: UInt32 = 0
        while index < end, let digit = bytes[index].hexadecimalValue, isHexadecimal || digit < 10 {
            if value <= 0x10FFFF { value = value * (isHexadecimal ? 16 : 10) + UInt32(digit) }
            index += 1
        }
        guard index > first else { return nil }
        if index < end, bytes[index] == UInt8(ascii: ";") { index += 1 }
        if (0x80..<0xA0).contains(value) { return (Windows1252.scalar(UInt8(value)), index) }
        return (value > 0 && Unicode.Scalar(value) != nil ? value : 0xFFFD, index)
    }
}
