import Domain

/// The words of a language that a text may have, and what they mean. What is in no list refuses the text.
struct Vocabulary: Sendable {
    struct Entry: Sendable {
        let symbols: [TextToken.Symbol]
        /// How large the change is that the word stands for.
        var strength: TextToken.Symbol?
    }

    let phrases: [String: Entry]
    /// Words without a meaning for the check: articles, pronouns, adverbs and nouns that carry no statement.
    let neutral: Set<String>
    let numbers: [String: Int]
    /// "twice", « la moitié de »
    let multiples: [String: Double]
    /// "a third", « un tiers »
    let fractions: [String: Double]
    /// "percentage points"
    let points: Set<String>
    /// "as high as": behind a multiple, what it is a multiple of.
    let equatives: Set<String>
    let months: [String]
    let percent: Set<String>
    /// The names of currencies after a number.
    let currencies: [String: Quote]
    /// "in dollars": neutral where that is the currency.
    let terms: [String: Quote]
    let hours: Set<String>
    let days: Set<String>
    /// French infinitives of rises and falls: what has not happened, unless it was seen.
    let infinitives: Set<String>
    /// The number of words of the longest phrase that begins with a word.
    let longest: [String: Int]
    /// The number of words of the longest number that begins with a word.
    let longestNumber: [String: Int]

    static func of(_ language: Language) -> Vocabulary { language == .french ? french : english }

    private static let english = Vocabulary(
        EnglishPhrases.meanings, neutral: EnglishPhrases.neutral, numbers: EnglishPhrases.numbers,
        multiples: EnglishPhrases.multiples, fractions: EnglishPhrases.fractions, months: EnglishPhrases.months,
        percent: EnglishPhrases.percent, points: EnglishPhrases.points, equatives: EnglishPhrases.equatives,
        currencies: EnglishPhrases.currencies, terms: EnglishPhrases.terms, hours: EnglishPhrases.hours,
        days: EnglishPhrases.days)
    private static let french = Vocabulary(
        FrenchPhrases.meanings, neutral: FrenchPhrases.neutral, numbers: FrenchPhrases.numbers,
        multiples: FrenchPhrases.multiples, fractions: FrenchPhrases.fractions, months: FrenchPhrases.months,
        percent: FrenchPhrases.percent, points: FrenchPhrases.points, equatives: [],
        currencies: FrenchPhrases.currencies, terms: FrenchPhrases.terms, hours: FrenchPhrases.hours,
        days: FrenchPhrases.days)

    private init(
        _ meanings: [Meaning], neutral: String, numbers: [String: Int], multiples: [String: Double],
        fractions: [String: Double], months: [String],
        percent: Set<String>, points: Set<String>, equatives: Set<String>, currencies: [String: Quote],
        terms: [String: Quote], hours: Set<String>,
        days: Set<String>
    ) {
        var phrases: [String: Entry] = [:]
        // What is listed by itself comes last, and counts.
        for meaning in (months.contains("janvier") ? FrenchPhrases.combined : EnglishPhrases.combined) + meanings {
            for text in meaning.texts {
                phrases[text] = Entry(symbols: meaning.symbols, strength: meaning.strength)
            }
        }
        self.phrases = phrases
        self.neutral = Set(Meaning.list(neutral))
        (self.fractions, self.points, self.equatives) = (fractions, points, equatives)
        (self.numbers, self.multiples, self.months, self.percent) = (
            numbers, multiples, months, percent
        )
        (self.currencies, self.terms, self.hours, self.days) = (currencies, terms, hours, days)
        let isFrench = months.contains("janvier")
        infinitives = Set(
            phrases.filter { entry in
                isFrench && !entry.value.symbols.isEmpty && [.up, .down].contains(entry.value.symbols[0])
                    && ["er", "ir", "re"].contains { entry.key.hasSuffix($0) }
            }.keys)
        longest = Self.longest(Array(phrases.keys) + self.neutral + terms.keys)
        longestNumber = Self.longest(Array(numbers.keys) + multiples.keys + fractions.keys)
    }

    /// Words are joined by spaces, or hyphens.
    private static func longest(_ phrases: [String]) -> [String: Int] {
        phrases.reduce(into: [:]) { longest, phrase in
            let words = phrase.split { " -".contains($0) }
            guard let first = words.first else { return }
            longest[String(first), default: 1] = max(longest[String(first)] ?? 1, words.count)
        }
    }

    /// The single words that only mean one of these, such as a rise.
    func words(_ symbols: Set<TextToken.Symbol>) -> Set<String> {
        Set(phrases.filter { symbols.isSuperset(of: $0.value.symbols) && !$0.key.contains(" ") }.keys)
    }
}

/// Words of one meaning.
struct Meaning: Sendable {
    let symbols: [TextToken.Symbol]
    let texts: [String]
    let strength: TextToken.Symbol?

    /// - Parameter list: phrases between commas; in French, `é*` stands for the four forms of an adjective or a
    ///   participle, and `~` at the end of a stem for the forms of a verb in -er.
    init(_ symbol: TextToken.Symbol, strength: TextToken.Symbol? = nil, _ list: String) {
        symbols = [symbol]
        self.strength = strength
        texts = Self.list(list)
    }

    init(_ first: TextToken.Symbol, _ second: TextToken.Symbol, _ list: String) {
        (symbols, strength, texts) = ([first, second], nil, Self.list(list))
    }

    init(_ symbol: TextToken.Symbol, texts: [String]) {
        (symbols, strength, self.texts) = ([symbol], nil, texts)
    }

    static func list(_ text: String) -> [String] {
        text.split { ",\n".contains($0) }.map { part in
            part.split(separator: " ").joined(separator: " ")
        }.filter { !$0.isEmpty }.flatMap(forms)
    }

    private static func forms(_ text: String) -> [String] {
        if text.hasSuffix("*") {
            let stem = text.dropLast()
            return ["", "e", "s", "es"].map { stem + $0 }
        }
        guard text.hasSuffix("~") else { return [text] }
        let stem = String(text.dropLast())
        // "plongeait", « avançant »
        let soft =
            stem.hasSuffix("g") ? stem + "e" : stem.hasSuffix("c") ? String(stem.dropLast()) + "ç" : stem
        return ["e", "ent", "er", "é", "ée", "és", "ées"].map { stem + $0 }
            + ["ait", "aient", "ant", "a"].map { soft + $0 }
    }
}
