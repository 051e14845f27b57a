import Domain

/// What a headline names, counts and does, in words that are equal in both languages.
struct StorySignature: Sendable {
    /// Concepts and other words, with their weight. Concepts are marked by `#`.
    private(set) var features: [String: Double] = [:]
    /// Names of companies, persons, authorities and places.
    private(set) var names: [String: StoryTerms.Kind] = [:]
    /// Words that are no term and written as names, where the headline writes other words in lower case.
    private(set) var unknownNames: Set<String> = []
    private(set) var assets: Set<String> = []
    private(set) var money: [Double] = []
    private(set) var percents: [Double] = []
    private(set) var counts: [Double] = []
    /// The opposites of its acts.
    private(set) var opposites: Set<String> = []
    private(set) var isUp = false
    private(set) var isDown = false
    let language: Language
    /// The features by a number that hardly any two of them share, in its order: two signatures are compared often.
    private(set) var ordered: [Feature] = []

    struct Feature: Sendable {
        let number: Int
        let weight: Double
        /// Whether it is a concept, which is equal in both languages.
        let isConcept: Bool
    }

    init(_ headline: String, language: Language, terms: StoryTerms = .embedded) {
        self.language = language
        let headline = HeadlineScanner.scan(headline, french: language == .french)
        let tokens = headline.tokens
        var (index, lowerCase, names) = (0, 0, [String]())
        while index < tokens.count {
            switch tokens[index] {
            case .number(let number): add(number)
            case .word(let word):
                if let term = terms.term(at: index, in: tokens) {
                    add(term)
                    index += term.rest.count
                } else {
                    let singular = add(word: word)
                    let isFirst = index == 0 || tokens[index - 1].isMark
                    if word.utf8.count > 3, !isFirst {
                        if headline.isCapitalised(index) { names.append(singular) } else { lowerCase += 1 }
                    }
                }
            default: break
            }
            index += 1
        }
        // Else every word has a capital.
        if lowerCase > 0 { unknownNames = Set(names) }
        ordered = features.map { Feature(number: $0.key.hashValue, weight: $0.value, isConcept: $0.key.hasPrefix("#")) }
            .sorted { $0.number < $1.number }
    }

    private mutating func add(_ term: StoryTerms.Term) {
        switch term.kind {
        case .stop: return
        case .number:
            if let value = Double(term.concept) { counts.append(value) }
            return
        case .up: isUp = true
        case .down: isDown = true
        case .asset: assets.insert(term.concept)
        default: break
        }
        if term.kind.isName { names[term.concept] = term.kind }
        if let opposites = StoryTerms.embedded.opposites[term.concept] { self.opposites.formUnion(opposites) }
        features["#" + term.concept] = term.kind.weight
    }

    /// A word that is no term: its singular counts, less than a name.
    private mutating func add(word: String) -> String {
        guard word.utf8.count > 2 else { return word }
        if word.utf8.first == UInt8(ascii: "v"), let version = Double(word.dropFirst()) {
            counts.append(version)
            return word
        }
        let singular =
            word.utf8.count > 4 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
        features[singular] = 1
        return singular
    }

    private mutating func add(_ number: HeadlineNumber) {
        guard number.value > 0 else { return }
        switch number.unit {
        case .money: money.append(number.value)
        case .percent: percents.append(number.value)
        case .none: counts.append(number.value)
        }
    }

    var hasNumbers: Bool { !money.isEmpty || !percents.isEmpty || !counts.isEmpty }
}
