/// A text in both languages.
package struct Phrase: Hashable, Sendable {
    package let english: String
    package let french: String

    package init(_ english: String, fr french: String) {
        self.english = english
        self.french = french
    }

    /// A text that is equal in both languages, or that a person wrote in one of them.
    package init(verbatim text: String) { self.init(text, fr: text) }

    package static let empty = Phrase(verbatim: "")

    package var isEmpty: Bool { english.isEmpty && french.isEmpty }

    package subscript(_ language: Language) -> String { language == .french ? french : english }

    package static func + (first: Phrase, second: Phrase) -> Phrase {
        Phrase(first.english + second.english, fr: first.french + second.french)
    }
}

/// As JSON: `{"en": …, "fr": …}`, or a single text for both.
extension Phrase: Codable {
    private enum CodingKeys: String, CodingKey { case english = "en", french = "fr" }

    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(verbatim: text)
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try values.decode(String.self, forKey: .english), fr: try values.decode(String.self, forKey: .french))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(english, forKey: .english)
        try values.encode(french, forKey: .french)
    }
}
