package import Domain

/// One sentence in both languages.
package struct Phrase: Hashable, Sendable {
    package let english: String
    package let french: String

    package init(_ english: String, fr french: String) {
        self.english = english
        self.french = french
    }

    package subscript(_ language: Language) -> String { language == .french ? french : english }
}
