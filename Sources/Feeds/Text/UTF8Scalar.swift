/// Reading and writing UTF-8 (RFC 3629).
enum UTF8Scalar {
    /// The scalar at `index` and its length in bytes; U+FFFD and 1 for an invalid byte.
    static func decode(_ bytes: [UInt8], at index: Int, to end: Int) -> (scalar: UInt32, length: Int) {
        let lead = bytes[index]
        let length: Int
        var value: UInt32
        let least: UInt32
        switch lead {
        case 0..<0x80: return (UInt32(lead), 1)
        case 0xC2...0xDF: (length, value, least) = (2, UInt32(lead & 0x1F), 0x80)
        case 0xE0...0xEF: (length, value, least) = (3, UInt32(lead & 0x0F), 0x800)
        case 0xF0...0xF4: (length, value, least) = (4, UInt32(lead & 0x07), 0x10000)
        default: return (0xFFFD, 1)
        }
        guard index + length <= end else { return (0xFFFD, 1) }
        for next in (index + 1)..<(index + length) {
            guard bytes[next] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(bytes[next] & 0x3F)
        }
        guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return (0xFFFD, 1) }
        return (value, length)
    }

    static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        switch value {
        case 0..<0x80: bytes.append(UInt8(value))
        case 0..<0x800:
            bytes.append(0xC0 | UInt8(value >> 6))
            bytes.append(0x80 | UInt8(value & 0x3F))
        case 0xD800...0xDFFF, 0x110000...: append(0xFFFD, to: &bytes)
        case 0..<0x10000:
            bytes.append(0xE0 | UInt8(value >> 12))
            bytes.append(0x80 | UInt8(value >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(value & 0x3F))
        default:
            bytes.append(0xF0 | UInt8(value >> 18))
            bytes.append(0x80 | UInt8(value >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(value >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(value & 0x3F))
        }
    }
}
