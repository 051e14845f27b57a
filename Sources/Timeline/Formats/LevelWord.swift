import Logging

/// A word that names a level.
struct LevelWord: Sendable {
    let word: String
    let level: Logger.Level

    init(_ word: String, _ level: Logger.Level) {
        self.word = word
        self.level = level
    }
}

extension Logger.Level {
    /// The level named by a word such as `warning`, `WARN` or `err`; `nil` for any other word.
    init?(word: Line) {
        guard word.count >= 3, let key = LevelWords.key(of: word), let level = LevelWords.common.level(of: key) else {
            return nil
        }
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

    /// The letter of glog, Android's logcat, Ruby and MongoDB: `E` for error.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "V"), UInt8(ascii: "T"): self = .trace
        case UInt8(ascii: "D"): self = .debug
        case UInt8(ascii: "I"): self = .info
        case UInt8(ascii: "N"): self = .notice
        case UInt8(ascii: "W"): self = .warning
        case UInt8(ascii: "E"): self = .error
        case UInt8(ascii: "F"), UInt8(ascii: "A"), UInt8(ascii: "C"): self = .critical
        default: return nil
        }
    }
}

/// Level words by a number made of their letters.
struct LevelWords: Sendable {
    /// Of syslog, PostgreSQL, MySQL, Java, .NET, Python, Go, Rust and Windows.
    static let common = LevelWords(
        Logger.Level.allCases.map { LevelWord($0.rawValue, $0) }
            + [
                .init("warn", .warning), .init("err", .error), .init("crit", .critical), .init("alert", .critical),
                .init("emerg", .critical), .init("emergency", .critical), .init("fatal", .critical),
                .init("panic", .critical), .init("dpanic", .critical), .init("severe", .error), .init("eror", .error),
                .init("log", .info), .init("inf", .info), .init("information", .info), .init("dbg", .debug),
                .init("verbose", .debug),
            ])
    /// With MySQL's `Note`, which begins sentences too.
    static let inBrackets = LevelWords(common, [LevelWord("note", .notice)])
    /// With java.util.logging's finer levels, likewise.
    static let java = [LevelWord("FINE", .debug), LevelWord("FINER", .trace), LevelWord("FINEST", .trace)]

    private var levels = SmallTable<Logger.Level>()

    init(_ words: [LevelWord]) { self.init(nil, words) }

    private init(_ others: LevelWords?, _ words: [LevelWord]) {
        if let others { self = others }
        for word in words {
            guard let key = Array(word.word.utf8).withUnsafeBufferPointer(Self.key) else { continue }
            levels[Self.spread(key)] = word.level
        }
    }

    /// Whether a line that begins with a word in capitals is a record of that level: not `LOG` and `NOTICE`.
    static func beginsLine(_ word: Line) -> Bool {
        guard let key = key(of: word), word.count > 3 || word == "ERR" || word == "DBG",
            let level = common.level(of: key)
        else { return false }
        return level != .notice
    }

    func level(of key: UInt64) -> Logger.Level? { levels[Self.spread(key)] }

    /// The letters of a word are at most 60 bits, so that no two words have one key. `nil` for what is no word of 1 to
    /// 12 letters.
    static func key(of word: Line) -> UInt64? {
        guard 1...12 ~= word.count else { return nil }
        var key: UInt64 = 0
        for byte in word {
            guard byte.isLetter else { return nil }
            key = key << 5 | UInt64(byte & 31)
        }
        return key
    }

    /// An odd factor, so that different keys stay different.
    private static func spread(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}
