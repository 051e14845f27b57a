import Domain

/// Dates in the two forms of the standards, RFC 822 (and 5322) and RFC 3339, straight from the bytes of the document.
enum StandardDate {
    /// `nil` for every other form, which ``FeedDate`` may know.
    static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Timestamp? {
        guard (10...40).contains(range.count) else { return nil }
        var reader = Reader(bytes: bytes, index: range.lowerBound, end: range.upperBound)
        let civil = bytes[range.lowerBound + 4] == UInt8(ascii: "-") ? reader.rfc3339() : reader.rfc822()
        return reader.index == range.upperBound ? civil?.timestamp : nil
    }

    private struct Reader {
        let bytes: [UInt8]
        var index: Int
        let end: Int

        mutating func rfc3339() -> CivilTime? {
            guard let year = number(4...4), take("-"), let month = number(2...2), take("-"), let day = number(2...2)
            else { return nil }
            var civil = CivilTime(year: year, month: month, day: day)
            guard index < end else { return civil }
            guard take("T") || take("t") || take(" "), let clock = clock() else { return nil }
            civil.clock = clock
            if take("Z") || take("z") { return civil }
            // A `+` becomes a space where a document was taken for the query of an address.
            let isLost = index < end && bytes[index] == 32 && index + 6 == end
            if isLost { index += 1 }
            guard let offset = offset(isEast: isLost) else { return nil }
            civil.offset = offset
            return civil
        }

        mutating func rfc822() -> CivilTime? {
            while index < end, bytes[index].isASCIILetter { index += 1 }
            _ = take(",")
            spaces()
            guard let day = number(1...2), space(), let month = month(), space(), let year = number(4...4), space(),
                let clock = clock(), space()
            else { return nil }
            var civil = CivilTime(year: year, month: month, day: day, clock: clock)
            if take("GMT") || take("UTC") || take("UT") || take("Z") { return civil }
            guard let offset = offset() else { return nil }
            civil.offset = offset
            return civil
        }

        private mutating func clock() -> ClockTime? {
            guard let hour = number(2...2), take(":"), let minute = number(2...2) else { return nil }
            var (second, millisecond) = (0, 0)
            if take(":") {
                guard let seconds = number(2...2) else { return nil }
                second = seconds
                if take(".") || take(",") {
                    var (scale, digits) = (100, 0)
                    while index < end, bytes[index].isASCIIDigit {
                        millisecond += scale * Int(bytes[index] - 48)
                        scale /= 10
                        digits += 1
                        index += 1
                    }
                    guard digits > 0 else { return nil }
                }
            }
            return ClockTime(hour: hour, minute: minute, second: second, millisecond: millisecond)
        }

        private mutating func offset(isEast: Bool = false) -> Int? {
            let isWest = !isEast && take("-")
            guard isEast || isWest || take("+"), let hours = number(2...2) else { return nil }
            _ = take(":")
            guard let minutes = number(2...2), hours < 24, minutes < 60 else { return nil }
            return (hours * 60 + minutes) * (isWest ? -1 : 1)
        }

        private mutating func month() -> Int? {
            guard index + 3 <= end, let month = PackedName(bytes, index..<index + 3).flatMap({ Self.months[$0] }) else {
                return nil
            }
            index += 3
            return month
        }

        private static let months: NameTable<Int> = NameTable([
            ("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("may", 5), ("jun", 6), ("jul", 7), ("aug", 8), ("sep", 9),
            ("oct", 10), ("nov", 11), ("dec", 12),
        ])

        private mutating func number(_ width: ClosedRange<Int>) -> Int? {
            var (value, count) = (0, 0)
            while index < end, count < width.upperBound, bytes[index].isASCIIDigit {
                value = value * 10 + Int(bytes[index] - 48)
                index += 1
                count += 1
            }
            return count >= width.lowerBound ? value : nil
        }

        private mutating func space() -> Bool {
            let start = index
            spaces()
            return index > start
        }

        private mutating func spaces() { while index < end, bytes[index] == 32 { index += 1 } }

        private mutating func take(_ text: StaticString) -> Bool {
            guard bytes.starts(text, at: index, to: end) else { return false }
            index += text.utf8CodeUnitCount
            return true
        }
    }
}
