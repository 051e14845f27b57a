import Logging

extension Logger.Level {
    /// The level named by a word such as `warning`, `WARN` or `err`; `nil` for any other word.
    init?(word: Line) {
        guard word.count >= 3, word.count <= 13 else { return nil }
        var letters: UInt64 = 0
        for byte in word.prefix(8) {
            guard byte.isLetter else { return nil }
            letters = letters << 8 | UInt64(byte | 0x20)
        }
        guard let level = Self.words[letters], word.dropFirst(8).allSatisfy({ $0.isLetter }) else { return nil }
        self = level
    }

    /// Severity as in RFC 5424, 6.2.1.
    init(severity: Int) {
        self =
            switch severity {
            case ...2: .critical
            case 3: .error
            case 4: .warning
            case 5: .notice
            case 6: .info
            default: .debug
            }
    }

    private static let words: [UInt64: Logger.Level] = {
        var words: [UInt64: Logger.Level] = [:]
        for level in allCases { words[key(level.rawValue)] = level }
        for (word, level) in [
            ("warn", Logger.Level.warning), ("err", .error), ("crit", .critical), ("alert", .critical),
            ("emerg", .critical), ("fatal", .critical),
            ("panic", .critical), ("log", .info), ("inf", .info), ("dbg", .debug),
        ] { words[key(word)] = level }
        return words
    }()

    private static func key(_ word: String) -> UInt64 { word.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
