/// The languages of the product.
package enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case french = "fr"

    /// One of two texts, for immediate output; a stored text is a ``Phrase``.
    package func localized(_ english: String, fr french: String) -> String { self == .french ? french : english }
}
