import Domain
import Lexicons

/// The words of one language and what they mean, found by their first word; the longest phrase wins.
package struct Lexicon: Sendable {
    struct Phrase: Sendable {
        /// The words behind the first one.
        let rest: [String]
        let role: WordRole
        let weight: Double
    }

    struct Word: Sendable {
        /// Longest first.
        var phrases: [Phrase] = []
        var events: [(rest: [String], event: NewsEvent)] = []
        /// Whether it is among the most frequent words of the language.
        var isFunction = false
    }

    let words: [String: Word]

    func isAsset(_ word: String) -> Bool { words[word]?.phrases.last?.role == .asset }

    /// The lexicons of the program, read once.
    static let english = Lexicon(lexicon_english())
    static let french = Lexicon(lexicon_french())

    /// The file of a language, as compiled in.
    static func text(of language: Language) -> String {
        (language == .french ? lexicon_french() : lexicon_english()).text
    }

    static func of(_ language: Language) -> Lexicon { language == .french ? french : english }

    init(_ text: LexiconText) {
        var words: [String: Word] = [:]
        for entry in text.entries {
            for form in entry.forms {
                guard let first = form.first else { continue }
                let rest = Array(form.dropFirst())
                switch entry.meaning {
                case .role(let role, let weight):
                    // The first of two equal forms counts; the tests allow none between entries as written.
                    if words[first]?.phrases.contains(where: { $0.rest == rest }) == true { continue }
                    words[first, default: Word()].phrases.append(Phrase(rest: rest, role: role, weight: weight))
                case .event(let event): words[first, default: Word()].events.append((rest, event))
                case .function: words[first, default: Word()].isFunction = true
                }
            }
        }
        for key in words.keys { words[key]?.phrases.sort { $0.rest.count > $1.rest.count } }
        self.words = words
    }

    /// Of a file that the tests read; one that cannot be read has no words.
    private init(_ file: LexiconFile) {
        self.init((try? LexiconText(file.text)) ?? .empty)
    }
}

extension LexiconText {
    static let empty = LexiconText(entries: [])

    private init(entries: [Entry]) { self.entries = entries }
}

extension LexiconFile {
    var text: String {
        String(decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self)
    }
}
