/// Numbers as files write them.
enum DecimalText {
    /// A decimal number with optional sign, decimals and exponent, correctly rounded; `nil` for anything else, also for
    /// `NaN`, `inf` and hexadecimal numbers.
    /// - Parameter point: the decimal separator.
    @inline(__always)
    static func double(_ text: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8 = UInt8(ascii: ".")) -> Double? {
        let base = text.base
        var index = text.startIndex
        let end = text.endIndex
        var isNegative = false
        if index < end, base[index] == UInt8(ascii: "-") || base[index] == UInt8(ascii: "+") {
            isNegative = base[index] == UInt8(ascii: "-")
            index += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var (seen, hasDigit) = (false, false)
        while index < end {
            let byte = base[index]
            let digit = byte &- 48
            if digit < 10 {
                // 19 digits fit into 64 bits; leading zeros do not count.
                if digits > 0 || digit > 0 { digits += 1 }
                guard digits <= 19 else { return slow(text, point) }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if seen { scale -= 1 }
                hasDigit = true
                index += 1
            } else if byte == point, !seen {
                seen = true
                index += 1
            } else {
                break
            }
        }
        guard hasDigit else { return nil }
        guard index == end else { return slow(text, point) }
        // Exact operands and one rounding (Clinger, "How to read floating point numbers accurately", 1990).
        guard mantissa <= 1 << 53, scale >= -22 else { return slow(text, point) }
        let number = Double(mantissa) / powers[-scale]
        return isNegative ? -number : number
    }

    /// A decimal number whose thousands are grouped, as spreadsheets write it: `94,000.50`, `94.000,50`, `94 000,50`.
    ///
    /// `nil` where a comma or a point alone may be the decimal one: `94,000`.
    static func grouped(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
        guard text.count <= 64, let string = String(validating: text, as: UTF8.self) else { return nil }
        let spaces: Set<Character> = [" ", "\u{A0}", "\u{202F}", "'", "’"]
        guard let separator = string.first(where: { spaces.contains($0) || $0 == "," || $0 == "." }) else { return nil }
        let point: Character? = spaces.contains(separator) ? nil : separator == "," ? "." : ","
        // The last comma or point that is not the separator is the decimal one.
        let decimal = string.lastIndex { point == nil ? $0 == "," || $0 == "." : $0 == point }
        let whole = decimal.map { string[..<$0] } ?? string[...]
        let decimals = decimal.map { string[string.index(after: $0)...] } ?? ""
        let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
        guard groups.count > 1, decimal != nil || point == nil || groups.count > 2,
            (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
            (groups + [decimals]).allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        return Double(groups.joined() + (decimals.isEmpty ? "" : ".\(decimals)"))
    }

    /// Whether the point may be the decimal one, or group thousands: `1.234`.
    static func mayBeThousands(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
        guard (5...7).contains(text.count), text.first != UInt8(ascii: "0") else { return false }
        return text.suffix(3).allSatisfy(isDigit) && text.dropLast(4).allSatisfy(isDigit)
            && text.dropLast(3).last == UInt8(ascii: ".")
    }

    /// An integer without sign, in at most 18 digits; decimals only where they are zeros.
    static func integer(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        var number: Int64 = 0
        var index = text.startIndex
        while index < text.endIndex, text[index] &- 48 < 10 {
            number = number &* 10 &+ Int64(text[index] &- 48)
            index += 1
        }
        let digits = index - text.startIndex
        guard digits > 0, digits <= 18 || digits == 19 && number > 0 else { return nil }
        guard index < text.endIndex else { return number }
        let rest = text[index...]
        if rest.first == UInt8(ascii: "."), rest.dropFirst().allSatisfy({ $0 == UInt8(ascii: "0") }) { return number }
        // 1.5869952E+12, as spreadsheets write it.
        return slow(text, UInt8(ascii: ".")).flatMap { Int64(exactly: $0) }
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Many digits, an exponent, or no number.
    private static func slow(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ point: UInt8) -> Double? {
        let allowed = text.allSatisfy { $0 &- 48 < 10 || $0 == point || $0 | 0x20 == 0x65 || $0 == 43 || $0 == 45 }
        guard allowed, text.count <= 64 else { return nil }
        let plain = text.map { $0 == point ? UInt8(ascii: ".") : $0 }
        guard let number = Double(String(decoding: plain, as: UTF8.self)), number.isFinite else { return nil }
        return number
    }
}
