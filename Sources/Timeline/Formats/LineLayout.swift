import Logging

/// A line's layout as text, such as `{time:yyMMdd HHmmss} {number} {level} {unit}: {text}`.
///
/// A blank stands for one or more blanks, other bytes for themselves. The fields: `{iso}`, `{time:PATTERN}`
/// (``TimeTemplate``) and `{unix}` are the time; `{level}` is a level's word, `{letter}` its letter, `{sign}` Redis's
/// sign for it; `{unit}` and `{*}` a word up to what follows; `{number}` digits; `{text}` the rest; `{tag}` the rest,
/// as syslog writes it (`tag[pid]: text`).
///
/// A class, so that trying it for a line copies nothing.
final class LineLayout: Sendable {
    private enum Step: Sendable {
        case literal([UInt8])
        case blanks
        case iso, unix
        case time(TimeTemplate)
        case level, letter, sign, unit, skipped, number, text, tag
    }

    private let steps: [Step]
    private let levels: LevelWords?
    private let wordEnds: [[UInt8]?]
    /// What all lines of the layout begin with.
    let head: LineHead
    let beginsWithTime: Bool

    init(_ layout: String, levels: [LevelWord] = []) {
        var steps: [Step] = []
        var literal: [UInt8] = []
        func endLiteral() {
            if !literal.isEmpty { steps.append(.literal(literal)) }
            literal = []
        }
        var rest = layout[...]
        while let character = rest.first {
            rest = rest.dropFirst()
            switch character {
            case "{":
                endLiteral()
                let name = rest.prefix { $0 != "}" }
                rest = rest.dropFirst(name.count + 1)
                if let step = Self.step(String(name)) { steps.append(step) }
            case " ":
                endLiteral()
                steps.append(.blanks)
            default: literal += Array(String(character).utf8)
            }
        }
        endLiteral()
        self.steps = steps
        self.levels = levels.isEmpty ? nil : LevelWords(levels)
        // A word ends at a blank, or at the literal behind it.
        wordEnds = steps.indices.map { index in
            guard index + 1 < steps.count, case .literal(let text) = steps[index + 1] else { return nil }
            return text
        }
        var head = Self.head(of: steps)
        if steps.count > 3, case .skipped = steps[0], case .blanks = steps[1], case .unix = steps[2] {
            head.needsNumberAfterWord = true
        }
        self.head = head
        switch steps.first {
        case .iso, .time: beginsWithTime = true
        default: beginsWithTime = false
        }
    }

    private static func step(_ name: String) -> Step? {
        if name.hasPrefix("time:") { return .time(TimeTemplate(String(name.dropFirst(5)))) }
        let steps: [String: Step] = [
            "iso": .iso, "unix": .unix, "level": .level, "letter": .letter, "sign": .sign, "unit": .unit, "*": .skipped,
            "number": .number, "text": .text, "tag": .tag,
        ]
        assert(steps[name] != nil, "no field of a layout: \(name)")
        return steps[name]
    }

    private static func head(of steps: [Step]) -> LineHead {
        var pattern: [UInt8] = []
        var first: Set<UInt8>?
        loop: for step in steps {
            switch step {
            case .literal(let bytes):
                first = first ?? Set(bytes.prefix(1))
                pattern += bytes
            case .time(let template):
                first = first ?? template.head.first
                pattern += template.head.pattern
                break loop
            case .letter:
                first = first ?? Set("VTDINWEFAC".utf8)
                pattern += Array("_".utf8)
            case .iso:
                first = first ?? LineHead.digits
                pattern += Array("0000_00_".utf8)
                break loop
            case .unix:
                first = first ?? LineHead.digits
                pattern += Array("00000000".utf8)
                break loop
            case .number:
                first = first ?? LineHead.digits
                break loop
            case .unit:
                first = first ?? LineHead.letters
                break loop
            case .level, .sign, .skipped:
                first = first ?? Set((0x21...0x7E as ClosedRange<UInt8>))
                break loop
            case .blanks, .text, .tag: break loop
            }
        }
        return LineHead(first: first ?? Set(UInt8.min...UInt8.max), pattern: pattern)
    }

    func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        guard LineHeads.word(of: line) & head.mask == head.value else { return nil }
        var nothing = LineFacts()
        return walk(line, &clock, isReading: false, &nothing)
    }

    /// Adds what the line says; `false` when it has another layout.
    func read(_ line: Line, into facts: inout LineFacts) -> Bool {
        var clock = LogClock.forReading
        if walk(line, &clock, isReading: true, &facts) != nil { return true }
        facts.reset()
        return false
    }

    private func walk(_ line: Line, _ clock: inout LogClock, isReading: Bool, _ facts: inout LineFacts) -> LineTime? {
        var (index, time) = (0, LineTime?.none)
        for place in steps.indices {
            switch steps[place] {
            case .literal(let bytes):
                guard index + bytes.count <= line.count, line.part(index, index + bytes.count).elementsEqual(bytes)
                else { return nil }
                index += bytes.count
            case .blanks:
                let end = line.skippingBlanks(from: index)
                guard end > index else { return nil }
                index = end
            case .iso:
                guard let found = clock.iso(line, at: index) else { return nil }
                (time, index) = (found, found.end)
            case .unix:
                let end = line.endOfUnixTime(from: index)
                guard let micros = line.part(index, end).unixTime() else { return nil }
                (time, index) = (LineTime(time: micros, end: end), end)
            case .time(let template):
                guard let found = template.time(of: line, at: index, &clock) else { return nil }
                (time, index) = (found, found.end)
            case .number:
                let end = line.endOfDigits(from: index)
                guard end > index else { return nil }
                index = end
            case .letter:
                guard index + 1 < line.count, let level = Logger.Level(letter: line[index]) else { return nil }
                facts.level = level
                index += 1
            case .sign:
                guard index < line.count, let level = Self.signs[line[index]] else { return nil }
                facts.level = level
                index += 1
            case .level:
                guard let (level, end) = level(line, at: index) else { return nil }
                facts.level = level
                index = end
            case .unit, .skipped:
                guard let end = wordEnd(line, from: index, before: wordEnds[place]) else { return nil }
                if isReading, case .unit = steps[place], end > index {
                    facts.unit = .plain(index, end)
                    facts.isUnitApart = true
                }
                index = end
            case .text where isReading:
                let start = min(index, line.count)
                facts.message.append(.plain(start, line.count))
                facts.findIdentity(in: line, from: start)
                if facts.level == nil {
                    facts.level = LevelSearch.find(in: line, from: start, admitsAnyCaseFirst: false)?.level
                }
            case .tag:
                guard let end = line.first(UInt8(ascii: " "), from: index, before: index + 130), end > index + 1,
                    line[end - 1] == UInt8(ascii: ":")
                else { return nil }
                if isReading { Syslog.readTag(line, from: index, into: &facts) }
            case .text: break
            }
        }
        return time
    }

    private static let signs: [UInt8: Logger.Level] = [
        UInt8(ascii: "."): .debug, UInt8(ascii: "-"): .debug, UInt8(ascii: "*"): .notice, UInt8(ascii: "#"): .warning,
    ]

    private func level(_ line: Line, at start: Int) -> (Logger.Level, Int)? {
        var end = start
        while end < line.count, line[end].isLetter { end += 1 }
        let word = line.part(start, end)
        // Apache's trace1 to trace8.
        let after = end < line.count && line[end].isDigit ? end + 1 : end
        if let levels, let key = LevelWords.key(of: word), let level = levels.level(of: key) { return (level, after) }
        return Logger.Level(word: word).map { ($0, after) }
    }

    /// The end of a word without blanks before `literal`, or before a blank.
    private func wordEnd(_ line: Line, from start: Int, before literal: [UInt8]?) -> Int? {
        var end = start
        while end < line.count, line[end] > 32 {
            if let literal, line[end] == literal[0], end + literal.count <= line.count,
                line.part(end, end + literal.count).elementsEqual(literal)
            {
                return end
            }
            end += 1
        }
        return literal == nil && end > start ? end : nil
    }
}
