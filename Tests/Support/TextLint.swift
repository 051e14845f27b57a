package import Domain

/// The rules for texts of the product that a machine can check. To hold a collection of texts to them, collect its
/// violations in a test and expect none.
package enum TextLint {
    package enum Form: Sendable {
        /// A heading: starts with a capital letter, no full stop.
        case title
        /// One or more sentences: starts with a capital letter, ends in a full stop.
        case sentence
        /// Part of a line or of a sentence: no rule about its start and its end.
        case fragment
        /// Part of a text that is put together: may be empty, with the spaces that join it or align it.
        case part
    }

    /// One line for each violation, in either language; empty for a correct text.
    package static func violations(_ phrase: Phrase, as form: Form = .fragment) -> [String] {
        violations(phrase.english, in: .english, as: form) + violations(phrase.french, in: .french, as: form)
    }

    package static func violations(_ text: String, in language: Language, as form: Form = .fragment) -> [String] {
        let found =
            (form == .part ? [] : spacing(text)) + ends(text, form) + forbidden(text, language)
            + (language == .french ? typography(text) : [])
        return found.map { "\($0): \(text)" }
    }

    /// The texts in the properties of a value, and of the values in it, with their names.
    package static func texts(in value: Any, named name: String = "") -> [(name: String, text: String)] {
        if let text = value as? String { return [(name, text)] }
        return Mirror(reflecting: value).children.flatMap { child in
            texts(in: child.value, named: name.isEmpty ? child.label ?? "" : "\(name).\(child.label ?? "")")
        }
    }

    private static func spacing(_ text: String) -> [String] {
        guard !text.isEmpty else { return ["empty text"] }
        return (text.contains("  ") ? ["double space"] : [])
            + (text.first == " " || text.last == " " ? ["space at an end"] : [])
    }

    /// Names that are written in lower case also at the start of a sentence.
    private static let lowerCaseNames = ["systemd", "bitcoin-analyzer"]

    private static func ends(_ text: String, _ form: Form) -> [String] {
        guard form == .title || form == .sentence, let first = text.first, let last = text.last else { return [] }
        let startsWell = !first.isLowercase || lowerCaseNames.contains { text.hasPrefix($0) }
        let endsWell = form == .sentence ? last == "." : ![".", ":", ";", ","].contains(last)
        return (startsWell ? [] : ["starts with a lower-case letter"])
            + (endsWell ? [] : [form == .sentence ? "no full stop" : "a title with punctuation at its end"])
    }

    /// Words and phrases that need a glossary, by language.
    private static let avoided: [Language: [String]] = [
        .english: [
            "mend", "mends", "mended", "tell", "tells", "told", "deed", "leave word", "last words", "grow old",
            "grows old", "serves instead", "serve instead", "somebody", "nobody", "the usual", "again and again",
            "look at", "looked at", "anew", "as ever", "dies", "invented world", "simulated world", "is over",
            "are over", "whoever",
        ],
        .french: [
            "sert à la place", "servent à la place", "vieillit", "vieillissent", "quelqu’un", "meurt", "renaît",
            "monde inventé", "monde simulé", "heure close", "c’est fini", "c’est passé", "bougie", "bougies",
        ],
    ]
    /// Words that no French sentence has.
    private static let englishWords: Set<String> = [
        "the", "is", "are", "was", "were", "not", "of", "and", "with", "has", "have", "this", "that", "by", "cannot",
        "answered",
    ]

    private static func forbidden(_ text: String, _ language: Language) -> [String] {
        let words = text.lowercased().replacing("'", with: "’").split { !$0.isLetter && $0 != "’" }.map(String.init)
        let line = " " + words.joined(separator: " ") + " "
        let avoided = (avoided[language] ?? []).filter { line.contains(" \($0) ") }
        let english = language == .french ? words.filter(englishWords.contains) : []
        return avoided.map { "“\($0)” is to be avoided" } + english.map { "English word “\($0)”" }
    }

    private static let noBreakSpaces: [Character] = ["\u{A0}", "\u{202F}"]
    /// What French writes with a U+00A0 before it; the narrow U+202F groups digits, and may stand before %.
    private static let afterWideSpace: [Character] = [":", ";", "!", "?", "»"]

    /// What stands in a text as a program reads it, like what is quoted for a shell.
    private static let verbatim = ["Authorization: Bearer"]

    /// French typography: ’, « », and a no-break space before : ; ! ? % and inside « »: U+00A0, for % also U+202F.
    private static func typography(_ text: String) -> [String] {
        let text = verbatim.reduce(text) { $0.replacing($1, with: "") }.replacing(#/(^|[^\p{L}])'[^']*'/#) { $0.1 }
        let characters = Array(text)
        var found = text.contains("'") ? ["straight apostrophe"] : []
        if text.contains("\"") { found.append("straight quotation marks") }
        for (index, character) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : nil
            let after = index + 1 < characters.count ? characters[index + 1] : nil
            let endsHere = after.map { $0 == " " || $0 == "\n" } ?? true
            switch character {
            case ":", ";", "!", "?", "%", "»":
                if before == " " || endsHere && !(before.map(noBreakSpaces.contains) ?? false) {
                    found.append("no no-break space before “\(character)”")
                } else if before == "\u{202F}", afterWideSpace.contains(character) {
                    found.append("narrow no-break space before “\(character)”")
                }
            case "«" where after != "\u{A0}":
                found.append("no no-break space after “«”")
            default: break
            }
        }
        return found
    }
}
