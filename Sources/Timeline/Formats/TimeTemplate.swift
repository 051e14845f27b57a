import Domain

/// A time written as a pattern in the letters of Unicode's date formats (UTS 35, part 4): `yyMMdd HHmmss`,
/// `EEE MMM d HH:mm:ss.S yyyy`.
///
/// Two letters are two digits, one letter is one or two, or a blank and one; `S` is decimals of a second, `l` its
/// milliseconds as a number; a zone may follow the time. A time without a year has the one that its file suggests.
final class TimeTemplate: Sendable {
    private enum Part: Sendable {
        case digits(Field, Int)
        case flexible(Field)
        case month, weekday, decimals, milliseconds
        case literal(UInt8)
    }
    private enum Field: Int, Sendable { case year, month, day, hour, minute, second }

    private let parts: [Part]
    private let hasYear: Bool

    init(_ pattern: String) {
        var parts: [Part] = []
        var rest = Array(pattern.utf8)[...]
        let fields: [UInt8: Field] = Dictionary(
            uniqueKeysWithValues: zip("yMdHms".utf8, [.year, .month, .day, .hour, .minute, .second]))
        while let letter = rest.first {
            let count = rest.prefix { $0 == letter }.count
            rest = rest.dropFirst(letter.isLetter ? count : 1)
            switch (letter, count) {
            case (UInt8(ascii: "M"), 3): parts.append(.month)
            case (UInt8(ascii: "E"), _): parts.append(.weekday)
            case (UInt8(ascii: "S"), _): parts.append(.decimals)
            case (UInt8(ascii: "l"), _): parts.append(.milliseconds)
            default:
                if let field = fields[letter] {
                    parts.append(count == 1 ? .flexible(field) : .digits(field, count))
                } else {
                    parts.append(.literal(letter))
                }
            }
        }
        self.parts = parts
        hasYear = pattern.contains("y")
    }

    /// The beginning as a pattern of ``LineHead``, and the possible first bytes.
    var head: (first: Set<UInt8>, pattern: [UInt8]) {
        var pattern: [UInt8] = []
        loop: for part in parts {
            switch part {
            case .digits(_, let count): pattern += [UInt8](repeating: UInt8(ascii: "0"), count: count)
            case .month, .weekday: pattern += Array("___".utf8)
            case .literal(let byte): pattern.append(byte)
            case .flexible, .decimals, .milliseconds: break loop
            }
        }
        switch parts.first {
        case .month, .weekday: return (Set("ADFJMNOSTW".utf8), pattern)
        case .flexible: return (LineHead.digits.union([UInt8(ascii: " ")]), [])
        case .literal(let byte): return ([byte], pattern)
        default: return (LineHead.digits, pattern)
        }
    }

    func time(of line: Line, at start: Int, _ clock: inout LogClock) -> LineTime? {
        var (values, micros) = (InlineArray<6, Int>(repeating: 0), Int64(0))
        guard let end = scan(line, start, &values, &micros) else { return nil }
        let (hour, minute, second) = (values[3], values[4], values[5])
        guard hour < 24, minute < 60, second < 61 else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        var day: Int64?
        if hasYear {
            let year = values[0] < 100 ? values[0] + (values[0] < 70 ? 2000 : 1900) : values[0]
            day = CivilDay.checked(year: year, month: values[1], day: values[2])
            guard day != nil else { return nil }
        } else {
            // A leap year, so that 29 February is a day.
            guard CivilDay.checked(year: 2024, month: values[1], day: values[2]) != nil else { return nil }
            day = clock.day(month: values[1], day: values[2])
        }
        guard let day else { return LineTime(time: 0, end: end) }
        let moment = clock.moment(day * 86_400 + seconds, line, end)
        return LineTime(time: moment.time.addingClamped(micros), end: moment.end)
    }

    private func scan(_ line: Line, _ start: Int, _ values: inout InlineArray<6, Int>, _ micros: inout Int64) -> Int? {
        var index = start
        for part in parts {
            guard index < line.count else { return nil }
            switch part {
            case .literal(let byte):
                guard line[index] == byte else { return nil }
                index += 1
                if byte == UInt8(ascii: " ") { index = line.skippingSpaces(from: index) }
            case .digits(let field, let count):
                guard index + count <= line.count, let value = line.number(index, index + count) else { return nil }
                values[field.rawValue] = Int(value)
                index += count
            case .flexible(let field):
                if line[index] == UInt8(ascii: " ") { index += 1 }
                let end = min(line.endOfDigits(from: index), index + 2)
                guard let value = line.number(index, end) else { return nil }
                values[field.rawValue] = Int(value)
                index = end
            case .month:
                guard let month = CivilDay.month(line, at: index) else { return nil }
                values[1] = month
                index += 3
            case .weekday:
                guard index + 3 < line.count, line[index].isLetter, line[index + 1].isLetter, line[index + 2].isLetter
                else { return nil }
                index += 3
            case .decimals:
                guard line[index].isDigit else { return nil }
                micros = line.decimals(from: index, &index)
            case .milliseconds:
                let end = line.endOfDigits(from: index)
                guard end - index <= 3, let value = line.number(index, end) else { return nil }
                micros = value * 1000
                index = end
            }
        }
        return index
    }
}
