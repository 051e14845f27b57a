/// The escapes of JSON strings (RFC 8259, 7).
enum JSONString {
    /// - Parameter limit: of the bytes that are decoded; what follows is left out.
    static func decoded(_ bytes: [UInt8], _ range: Range<Int>, limit: Int) -> [UInt8] {
        let range = range.prefix(limit)
        guard bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) != nil else {
            return Array(bytes[range])
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            switch escape {
            case UInt8(ascii: "b"): decoded.append(8)
            case UInt8(ascii: "f"): decoded.append(12)
            case UInt8(ascii: "n"): decoded.append(10)
            case UInt8(ascii: "r"): decoded.append(13)
            case UInt8(ascii: "t"): decoded.append(9)
            case UInt8(ascii: "u"): UTF8Scalar.append(scalar(bytes, &index, range.upperBound), to: &decoded)
            default: decoded.append(escape)
            }
        }
        return decoded
    }

    /// The scalar after `\u`, of two escapes for a surrogate pair; U+FFFD for half of one.
    private static func scalar(_ bytes: [UInt8], _ index: inout Int, _ end: Int) -> UInt32 {
        guard let first = unit(bytes, index, end) else { return 0xFFFD }
        index += 4
        guard (0xD800..<0xDC00).contains(first) else { return first }
        guard bytes.starts("\\u", at: index, to: end), let second = unit(bytes, index + 2, end),
            (0xDC00..<0xE000).contains(second)
        else { return 0xFFFD }
        index += 6
        return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }

    private static func unit(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = bytes[index].hexadecimalValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
