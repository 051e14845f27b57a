import Logging

/// Finds the level of a line where programs usually write it: as the first word behind the time, in brackets, between
/// separators, or in capitals among what stands before the text (a process, a thread, a logger's name).
///
/// Behind two plain words in a row the text has begun, and nothing is searched any more: "no error was found" is no
/// error.
struct LevelSearch {
    struct Found {
        let level: Logger.Level
        /// Whether nothing but the level stands in the first word, and where the text behind it begins.
        let textStart: Int?
    }

    private let line: Line
    private let end: Int
    private var index: Int
    private let admitsAnyCaseFirst: Bool
    private var isFirst = true
    private var plainWords = 0

    /// - Parameter admitsAnyCaseFirst: whether the first word is a level in small letters too (`error it broke`).
    static func find(in line: Line, from start: Int, admitsAnyCaseFirst: Bool) -> Found? {
        var search = LevelSearch(line, start, admitsAnyCaseFirst)
        return search.run()
    }

    private init(_ line: Line, _ start: Int, _ admitsAnyCaseFirst: Bool) {
        self.line = line
        end = min(line.count, start + 240)
        index = start
        self.admitsAnyCaseFirst = admitsAnyCaseFirst
    }

    private mutating func run() -> Found? {
        for _ in 0..<12 {
            skipSeparators()
            guard index < end else { return nil }
            let byte = line[index]
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "{"):
                guard let close = closing(byte) else { return nil }
                if let level = level(inside: index + 1, close) {
                    return Found(level: level, textStart: isFirst ? textStart(after: close + 1) : nil)
                }
                index = close + 1
                plainWords = 0
                isFirst = false
            case _ where byte.isLetter:
                if let found = word() { return found }
                if plainWords > 1 { return nil }
            default:
                index = token(from: index)
                plainWords = 0
                isFirst = false
            }
        }
        return nil
    }

    /// A word at `index`, a letter; moves behind its token unless it is a level.
    private mutating func word() -> Found? {
        var wordEnd = index
        while wordEnd < end, line[wordEnd].isLetter { wordEnd += 1 }
        let next = wordEnd < line.count ? line[wordEnd] : UInt8(ascii: " ")
        let tokenEnd = token(from: index)
        if let level = Logger.Level(word: line.part(index, wordEnd)), isDelimited(wordEnd, next) {
            return Found(level: level, textStart: isFirst ? firstText(wordEnd, tokenEnd) : nil)
        }
        if let level = pairLevel(wordEnd, tokenEnd) ?? lastPartLevel(tokenEnd) {
            return Found(level: level, textStart: nil)
        }
        // PostgreSQL's DEBUG1 to DEBUG5, Apache's trace1 to trace8.
        if next.isDigit, wordEnd + 1 < end, !line[wordEnd + 1].isDigit, !line[wordEnd + 1].isLetter,
            let level = Logger.Level(word: line.part(index, wordEnd)), level <= .debug
        {
            return Found(level: level, textStart: nil)
        }
        let isPlain = tokenEnd == wordEnd && !isBeforeSeparator(tokenEnd)
        plainWords = isPlain ? plainWords + 1 : 0
        isFirst = false
        index = max(tokenEnd, index + 1)
        return nil
    }

    /// Whether the level word at `index` stands where levels do.
    private func isDelimited(_ wordEnd: Int, _ next: UInt8) -> Bool {
        guard !next.isLetter, !next.isDigit, next != UInt8(ascii: "."), next != UInt8(ascii: "_"),
            next != UInt8(ascii: "-"), next != UInt8(ascii: "="), next != UInt8(ascii: "'")
        else { return false }
        if isFirst, admitsAnyCaseFirst || next == UInt8(ascii: ":") { return true }
        let isCapital = (index..<wordEnd).allSatisfy { line[$0] & 0x20 == 0 }
        if isCapital, plainWords == 0 { return true }
        if next == UInt8(ascii: ":") || next == UInt8(ascii: "]") || next == UInt8(ascii: "|") {
            // `PHP Warning:`, and not "the error: none".
            return plainWords == 0 || line[index] & 0x20 == 0
        }
        // Between tabs, dashes or bars.
        return next == 9 && index > 0 && line[index - 1] == 9
            || isBeforeSeparator(wordEnd) && index > 1 && line[index - 1] == UInt8(ascii: " ")
                && Self.isSeparator(line[index - 2])
    }

    /// `level=error`, as a word among others.
    private func pairLevel(_ wordEnd: Int, _ tokenEnd: Int) -> Logger.Level? {
        guard wordEnd < tokenEnd, line[wordEnd] == UInt8(ascii: "=") else { return nil }
        let name = line.part(index, wordEnd)
        guard name == "level" || name == "lvl" || name == "severity" else { return nil }
        var (from, to) = (wordEnd + 1, tokenEnd)
        while from < to, !line[from].isLetter { from += 1 }
        while to > from, !line[to - 1].isLetter { to -= 1 }
        return Logger.Level(word: line.part(from, to))
    }

    /// `local.ERROR:`, as Laravel writes it.
    private func lastPartLevel(_ tokenEnd: Int) -> Logger.Level? {
        guard tokenEnd > index + 1, line[tokenEnd - 1] == UInt8(ascii: ":") else { return nil }
        var from = tokenEnd - 1
        while from > index, line[from - 1].isLetter, line[from - 1] & 0x20 == 0 { from -= 1 }
        guard from > index, line[from - 1] == UInt8(ascii: ".") else { return nil }
        return Logger.Level(word: line.part(from, tokenEnd - 1))
    }

    /// The level in brackets: alone, or the last of parts (`core:error`, `level=error`).
    private func level(inside start: Int, _ close: Int) -> Logger.Level? {
        var (from, to) = (start, close)
        while to > from, line[to - 1] == UInt8(ascii: " ") { to -= 1 }
        var word = to
        while word > from, line[word - 1].isLetter { word -= 1 }
        while from < word, line[from] == UInt8(ascii: " ") { from += 1 }
        guard word < to, word == from || Self.joinsParts(line[word - 1]) else { return nil }
        return LevelWords.key(of: line.part(word, to)).flatMap(LevelWords.inBrackets.level)
    }

    /// Where the text begins behind a first word that is a level and nothing else; `nil` when more stands in the word.
    private func firstText(_ wordEnd: Int, _ tokenEnd: Int) -> Int? {
        var rest = wordEnd
        while rest < tokenEnd, !line[rest].isLetter, !line[rest].isDigit, line[rest] < 0x80 { rest += 1 }
        return rest == tokenEnd || line[wordEnd] == UInt8(ascii: ":") ? textStart(after: min(rest, tokenEnd)) : nil
    }

    private func textStart(after place: Int) -> Int {
        var start = place
        while start < line.count, line[start] == UInt8(ascii: " ") || line[start] == 9 || line[start] == 0x1B {
            start = line[start] == 0x1B ? line.afterColour(at: start) : start + 1
        }
        return start
    }

    private mutating func skipSeparators() {
        while index < end {
            let byte = line[index]
            if byte == 0x1B {
                index = line.afterColour(at: index)
            } else if byte == UInt8(ascii: " ") || byte == 9 || byte == UInt8(ascii: "]") || Self.isSeparator(byte) {
                index += 1
            } else {
                return
            }
        }
    }

    /// The index of the bracket that closes the one at `index`, at most 100 bytes on.
    private func closing(_ open: UInt8) -> Int? {
        let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : open + 2
        var depth = 0
        for place in index..<min(end, index + 100) {
            if line[place] == open { depth += 1 }
            if line[place] == close {
                depth -= 1
                if depth == 0 { return place }
            }
        }
        return nil
    }

    private func token(from start: Int) -> Int {
        var place = start
        while place < end, line[place] != UInt8(ascii: " "), line[place] != 9, line[place] != 0x1B { place += 1 }
        return place
    }

    private func isBeforeSeparator(_ place: Int) -> Bool {
        place + 1 < line.count && line[place] == UInt8(ascii: " ") && Self.isSeparator(line[place + 1])
            && (place + 2 == line.count || line[place + 2] == UInt8(ascii: " "))
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",")
            || byte == UInt8(ascii: ";")
    }

    private static func joinsParts(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "\"")
    }
}
