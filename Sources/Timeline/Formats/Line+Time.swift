extension Line {
    /// Parses `19:00:00` as seconds of the day.
    @inline(__always)
    func clockSeconds(at start: Int) -> Int64? {
        guard start + 8 <= count else { return nil }
        let (hour, minute, second) = (twoDigits(start), twoDigits(start + 3), twoDigits(start + 6))
        guard UInt(bitPattern: hour) < 24, UInt(bitPattern: minute) < 60, UInt(bitPattern: second) < 61,
            self[start + 2] == UInt8(ascii: ":"), self[start + 5] == UInt8(ascii: ":")
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    /// Parses decimals of a second after a point or a comma, truncated to six, or three after a colon, as microseconds.
    func fraction(_ end: inout Int) -> Int64 {
        guard end + 1 < count, self[end + 1].isDigit else { return 0 }
        if self[end] == UInt8(ascii: ":") {
            guard endOfDigits(from: end + 1) == end + 4 else { return 0 }
        } else if self[end] != UInt8(ascii: "."), self[end] != UInt8(ascii: ",") {
            return 0
        }
        return decimals(from: end + 1, &end)
    }

    /// Digits behind a decimal sign as microseconds.
    func decimals(from start: Int, _ end: inout Int) -> Int64 {
        var (value, unit, index): (Int64, Int64, Int) = (0, 100_000, start)
        while index < count, self[index].isDigit {
            value += Int64(self[index] - 48) * unit
            unit /= 10
            index += 1
        }
        end = index
        return value
    }

    /// Parses `Z`, `+01:00`, `+0100`, `+01`, ` UTC` or ` +0100` as seconds east of Greenwich; `nil` without one.
    func zoneOffset(at start: Int) -> (seconds: Int64, end: Int)? {
        guard start < count else { return nil }
        var index = start
        if self[index] == UInt8(ascii: " ") {
            if has("UTC", at: index + 1) || has("GMT", at: index + 1) {
                if index + 4 == count || !self[index + 4].isLetter && !self[index + 4].isDigit { return (0, index + 4) }
                return nil
            }
            index += 1
            guard index < count else { return nil }
        } else if self[index] | 0x20 == UInt8(ascii: "z") {
            return (0, index + 1)
        }
        let sign: Int64 = self[index] == UInt8(ascii: "+") ? 1 : -1
        guard sign == 1 || self[index] == UInt8(ascii: "-") else { return nil }
        let digits = Swift.min(endOfDigits(from: index + 1), index + 6) - index - 1
        guard digits >= 2 else { return nil }
        let hours = twoDigits(index + 1)
        guard hours <= 15 else { return nil }
        if digits == 4 {
            let minutes = twoDigits(index + 3)
            return minutes < 60 ? (sign * Int64(hours * 3600 + minutes * 60), index + 5) : nil
        }
        guard digits == 2 else { return nil }
        if index + 6 <= count, self[index + 3] == UInt8(ascii: ":") {
            let minutes = twoDigits(index + 4)
            if 0..<60 ~= minutes { return (sign * Int64(hours * 3600 + minutes * 60), index + 6) }
        }
        let next = index + 3
        return next == count || !self[next].isLetter && self[next] != UInt8(ascii: "-")
            ? (sign * Int64(hours * 3600), next) : nil
    }

    /// Parses a number of seconds, milliseconds, microseconds or nanoseconds since 1970, distinguished by magnitude,
    /// as microseconds: `1764064800.25`, `1.7640648e9`, `1764064800123`. `nil` for any other text, and for times before
    /// 1980 or after 2200: those are other numbers.
    func unixTime() -> Int64? {
        var (mantissa, scale, index): (Int64, Int, Int) = (0, 0, 0)
        var (digits, point) = (0, false)
        while index < count {
            let byte = self[index]
            if byte.isDigit {
                let (product, overflows) = mantissa.multipliedReportingOverflow(by: 10)
                if !overflows, digits < 19, product <= .max - 9 {
                    mantissa = product + Int64(byte - 48)
                    if mantissa > 0 { digits += 1 }
                    if point { scale -= 1 }
                } else if !point {
                    return nil
                }
            } else if byte == UInt8(ascii: "."), !point, index > 0 {
                point = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        if index < count {
            guard self[index] | 0x20 == UInt8(ascii: "e"), index + 1 < count else { return nil }
            let isNegative = self[index + 1] == UInt8(ascii: "-")
            let start = index + (isNegative || self[index + 1] == UInt8(ascii: "+") ? 2 : 1)
            guard count - start <= 2, let exponent = number(start, count) else { return nil }
            scale += isNegative ? -Int(exponent) : Int(exponent)
        }
        // The magnitude: digits before the decimal sign.
        let magnitude = digits + scale
        let exponent: Int
        switch magnitude {
        case 9...10: exponent = 6
        case 12...13: exponent = 3
        case 15...16: exponent = 0
        case 18...19: exponent = -3
        default: return nil
        }
        guard let time = mantissa.scaled(by: scale + exponent) else { return nil }
        return (315_532_800_000_000..<7_258_118_400_000_000).contains(time) ? time : nil
    }
}

extension Line {
    /// The index behind a decimal number that begins at `start`.
    func endOfUnixTime(from start: Int) -> Int {
        var index = start
        while index < count, self[index].isDigit || self[index] == UInt8(ascii: ".") { index += 1 }
        return index
    }
}

extension Int64 {
    /// This number times a power of ten, rounded down; `nil` when it does not fit.
    fileprivate func scaled(by exponent: Int) -> Int64? {
        var value = self
        for _ in 0..<Swift.min(40, abs(exponent)) {
            if exponent < 0 {
                value /= 10
            } else {
                let (product, overflows) = value.multipliedReportingOverflow(by: 10)
                guard !overflows else { return nil }
                value = product
            }
        }
        return value
    }
}
