package import Domain

/// Reads the mood of English and French headlines by words and rules (Documentation/News.md); some microseconds each.
package enum MoodModel {
    /// The mood of a headline; `nil` where it is in another language than ours.
    /// - Parameter declared: the language of the feed (`en`, `fr-FR`); without one it is recognised.
    package static func mood(of headline: String, declared: String?) -> Mood? {
        HeadlineLanguage.of(headline, declared: declared).map { mood(of: headline, in: $0) }
    }

    package static func mood(of headline: String, in language: Language) -> Mood {
        MoodReading(HeadlineScanner.scan(headline, french: language == .french), Lexicon.of(language)).mood
    }

    /// French where more of its frequent words stand in the text than of the English ones.
    package static func language(of headline: String) -> Language { HeadlineLanguage.ours(headline) }
}
