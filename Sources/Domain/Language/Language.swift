/// The languages of the product.
package enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case french = "fr"

    /// One of two texts, for what is shown at once; a text that is kept is a ``Phrase``.
    package func localized(_ english: String, fr french: String) -> String { self == .french ? french : english }
}
