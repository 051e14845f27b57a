import Domain

/// Recognises the language of headlines by frequent words.
enum HeadlineLanguage {
    /// The declared language, unless the headline plainly is the other of ours; recognised without a declaration.
    /// `nil` for another language.
    static func of(_ headline: String, declared: String?) -> Language? {
        guard let declared else { return recognised(headline) }
        let code = declared.prefix { $0 != "-" && $0 != "_" }.lowercased()
        guard let language = Language(rawValue: code) else { return nil }
        // Many feeds declare the language that their software came with.
        let other: Language = language == .french ? .english : .french
        return ownWords(of: other, in: headline) >= 2 && ownWords(of: language, in: headline) == 0 ? other : language
    }

    /// French where more of its frequent words stand in the text than of the English ones.
    static func ours(_ headline: String) -> Language {
        frequentWords(of: .french, in: headline) > frequentWords(of: .english, in: headline) ? .french : .english
    }

    private static func recognised(_ headline: String) -> Language? {
        guard isLatin(headline) else { return nil }
        let words = HeadlineScanner.tokens(of: headline, french: true).compactMap(\.word)
        let foreign = foreignWords.map { known in words.count { known.contains($0) } }.max() ?? 0
        let ours = Language.allCases.map { frequentWords(of: $0, in: headline) }.max() ?? 0
        if foreign > ours {
            let isForeign = foreign >= 2 || Language.allCases.allSatisfy { ownWords(of: $0, in: headline) == 0 }
            if isForeign { return nil }
        }
        return self.ours(headline)
    }

    private static func frequentWords(of language: Language, in headline: String) -> Int {
        let lexicon = Lexicon.of(language)
        return HeadlineScanner.tokens(of: headline, french: language == .french)
            .count { token in token.word.map { lexicon.words[$0]?.isFunction == true } ?? false }
    }

    /// The words of one lexicon that the other one does not have.
    private static func ownWords(of language: Language, in headline: String) -> Int {
        let (lexicon, other) = (Lexicon.of(language), Lexicon.of(language == .french ? .english : .french))
        return HeadlineScanner.tokens(of: headline, french: language == .french)
            .count { token in
                token.word.map { lexicon.words[$0] != nil && other.words[$0] == nil } ?? false
            }
    }

    /// Whether at least half of the letters are Latin.
    private static func isLatin(_ headline: String) -> Bool {
        var (latin, all) = (0, 0)
        for scalar in headline.unicodeScalars.prefix(400) where LatinFolding.isLetter(scalar) {
            all += 1
            if scalar.value < 0x250 { latin += 1 }
        }
        return latin * 2 >= all
    }

    /// The most frequent words of other languages of news, without accents; some are French or English too.
    private static let foreignWords: [Set<String>] = [
        "el la los las de del un una en y que por con para se su al es como lo tras sobre",
        "der die das und ist nicht ein eine einen auf mit fur von den im zum bei wird dem des unter uber nach vor",
        "il lo la gli di del della dei che un una in con per e si su da al nel non sono",
        "o os a as de do da dos das um uma em que por com para e se no na nao pelo pela",
        "de het een van en in op te met voor is niet zijn door naar bij aan",
    ].map { Set($0.split(separator: " ").map(String.init)) }
}
