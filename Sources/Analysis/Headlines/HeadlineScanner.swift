/// Splits headlines into tokens, in time linear in their length.
struct HeadlineScanner {
    private let scalars: [Unicode.Scalar]
    private let isFrench: Bool
    private var index = 0
    private var tokens: [HeadlineToken] = []
    /// The scalars of each token.
    private var ranges: [Range<Int>] = []
    /// Whether the last token has become longer.
    private var isLastExtended = false
    /// Whether a currency sign or code stands directly before.
    private var isMoney = false

    /// - Parameter limit: in characters; the rest of a longer text is left out.
    static func scan(_ text: String, french: Bool, limit: Int = 400) -> ScannedHeadline {
        var scanner = HeadlineScanner(scalars: Array(text.unicodeScalars.prefix(limit)), isFrench: french)
        scanner.scan()
        return ScannedHeadline(tokens: scanner.tokens, ranges: scanner.ranges, scalars: scanner.scalars)
    }

    static func tokens(of text: String, french: Bool) -> [HeadlineToken] { scan(text, french: french).tokens }

    private init(scalars: [Unicode.Scalar], isFrench: Bool) {
        self.scalars = scalars
        self.isFrench = isFrench
        tokens.reserveCapacity(scalars.count / 5 + 4)
        ranges.reserveCapacity(scalars.count / 5 + 4)
    }

    private func scalar(_ offset: Int) -> Unicode.Scalar {
        let position = index + offset
        return scalars.indices.contains(position) ? scalars[position] : " "
    }

    private mutating func scan() {
        while index < scalars.count {
            let (current, start) = (scalars[index], index)
            if Self.isDigit(current) {
                scanNumber()
            } else if LatinFolding.isLetter(current) {
                scanWord()
            } else {
                scanMark(current)
                index += 1
            }
            noteRanges(from: start)
        }
    }

    /// Notes where the tokens stand that were read from `start` on.
    private mutating func noteRanges(from start: Int) {
        if tokens.count == ranges.count, isLastExtended, let last = ranges.last {
            ranges[ranges.count - 1] = last.lowerBound..<index
        }
        isLastExtended = false
        while ranges.count < tokens.count {
            let isSigned = tokens[ranges.count].number.map { $0.sign != 0 } ?? false
            ranges.append((isSigned && start > 0 ? start - 1 : start)..<index)
        }
    }

    private mutating func scanMark(_ mark: Unicode.Scalar) {
        switch mark {
        case ",": tokens.append(.comma)
        case ";", ":", "!", "|", "…": tokens.append(.stop)
        case "?": tokens.append(.question)
        case ".":
            // Not the point of an abbreviation: `Mt. Gox`, `U.S.`
            if case .word(let word)? = tokens.last, word.utf8.count <= 3 { break }
            tokens.append(.stop)
        case "-", "–", "—", "−":
            if Self.isSpace(scalar(-1)), Self.isSpace(scalar(1)), !tokens.isEmpty { tokens.append(.stop) }
        case "$", "€", "£", "¥":
            if case .number(let number)? = tokens.last, number.unit == .none, !Self.isDigit(scalar(1)) {
                replaceLast(number, .money)
            } else {
                isMoney = true
            }
            return
        case "%":
            if case .number(let number)? = tokens.last { replaceLast(number, .percent) }
        default: break
        }
        if !Self.isSpace(mark) { isMoney = false }
    }

    private mutating func scanWord() {
        var bytes: [UInt8] = []
        while index < scalars.count {
            let current = scalars[index]
            if LatinFolding.isLetter(current) {
                LatinFolding.append(current, to: &bytes)
            } else if Self.isDigit(current) {
                bytes.append(UInt8(current.value))
            } else if current == ".", bytes.count <= 2, LatinFolding.isLetter(scalar(1)),
                !LatinFolding.isLetter(scalar(2))
            {
                // `U.S.` is one word.
            } else {
                break
            }
            index += 1
        }
        let isElision = index < scalars.count && (scalars[index] == "'" || scalars[index] == "’")
        if isElision, LatinFolding.isLetter(scalar(1)) {
            index += 1
            // `isn't` is `is not`, `Bitcoin's` is `Bitcoin`.
            if !isFrench, !LatinFolding.isLetter(scalar(1)) {
                switch scalar(0) {
                case "t", "T":
                    index += 1
                    if bytes.last == UInt8(ascii: "n") { bytes.removeLast() }
                    append(bytes)
                    append(Array("not".utf8))
                    return
                case "s", "S": index += 1
                default: break
                }
            }
        }
        append(bytes)
    }

    private mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let word = String(decoding: bytes, as: UTF8.self)
        if case .number(let number)? = tokens.last, number.unit != .percent {
            if let factor = HeadlineUnits.multiplier(word) {
                return replaceLast(
                    HeadlineNumber(value: number.value * factor, unit: number.unit, sign: number.sign), number.unit)
            }
            if HeadlineUnits.isCurrency(word) { return replaceLast(number, .money) }
            if HeadlineUnits.isPercent(word) { return replaceLast(number, .percent) }
            if word == "de" || word == "d", number.value >= 1_000_000 { return }
        }
        if HeadlineUnits.isCurrency(word) { isMoney = true }
        tokens.append(.word(word))
    }

    private mutating func replaceLast(_ number: HeadlineNumber, _ unit: HeadlineNumber.Unit) {
        tokens[tokens.count - 1] = .number(HeadlineNumber(value: number.value, unit: unit, sign: number.sign))
        isLastExtended = true
    }

    /// Groups of three digits behind a comma, a space or an apostrophe; a decimal point or comma.
    private mutating func scanNumber() {
        let before = scalar(-1)
        let isSigned = Self.isSpace(scalar(-2)) || scalar(-2) == "(" || index < 2
        let sign = !isSigned ? 0 : before == "+" ? 1 : before == "-" || before == "−" ? -1 : 0
        var (value, digits) = (0.0, 0)
        while index < scalars.count {
            if Self.isDigit(scalars[index]) {
                value = value * 10 + Double(scalars[index].value - 48)
                digits += 1
                index += 1
            } else if isGroup(after: digits) {
                index += 1
                digits = 0
            } else {
                break
            }
        }
        if scalar(0) == "." || scalar(0) == ",", Self.isDigit(scalar(1)) {
            index += 1
            var place = 0.1
            while index < scalars.count, Self.isDigit(scalars[index]) {
                value += Double(scalars[index].value - 48) * place
                place /= 10
                index += 1
            }
        }
        var suffix: [UInt8] = []
        while LatinFolding.isLetter(scalar(0)), suffix.count < 4 {
            LatinFolding.append(scalar(0), to: &suffix)
            index += 1
        }
        tokens.append(.number(HeadlineNumber(value: value, unit: isMoney ? .money : .none, sign: sign)))
        isMoney = false
        guard !suffix.isEmpty else { return }
        let word = String(decoding: suffix, as: UTF8.self)
        if HeadlineUnits.multiplier(word) != nil || HeadlineUnits.isCurrency(word) { append(suffix) }
    }

    private func isGroup(after digits: Int) -> Bool {
        guard digits <= 3, Self.isDigit(scalar(1)), Self.isDigit(scalar(2)), Self.isDigit(scalar(3)),
            !Self.isDigit(scalar(4))
        else { return false }
        return switch scalars[index] {
        case ",": !isFrench
        case " ", "\u{A0}", "\u{202F}", "\u{2009}": isFrench
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\t" || scalar == "\n"
    }
}
