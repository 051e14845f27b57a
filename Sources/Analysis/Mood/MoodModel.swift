package import Domain

/// Reads the mood of English and French headlines by words and rules (Documentation/News.md); some microseconds each.
package enum MoodModel {
    /// The mood of a headline; `nil` where it is declared in another language than ours.
    /// - Parameter declared: the language of the feed (`en`, `fr-FR`); without one it is recognised by frequent words.
    package static func mood(of headline: String, declared: String?) -> Mood? {
        if let declared {
            let code = declared.prefix { $0 != "-" && $0 != "_" }.lowercased()
            guard let language = Language(rawValue: code) else { return nil }
            return mood(of: headline, in: language)
        }
        return mood(of: headline, in: language(of: headline))
    }

    package static func mood(of headline: String, in language: Language) -> Mood {
        MoodReading(HeadlineScanner.scan(headline, french: language == .french), Lexicon.of(language)).mood
    }

    /// French where more of its frequent words stand in the text than of the English ones.
    package static func language(of headline: String) -> Language {
        func count(_ language: Language) -> Int {
            let lexicon = Lexicon.of(language)
            return HeadlineScanner.tokens(of: headline, french: language == .french)
                .count { token in token.word.map { lexicon.words[$0]?.isFunction == true } ?? false }
        }
        return count(.french) > count(.english) ? .french : .english
    }
}
