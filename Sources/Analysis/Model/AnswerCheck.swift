import Domain

/// Checks the answer of a model before its placeholders are filled: form, labels, language, and that every change has
/// the direction of its fact. Then ``TextCheck`` reads the finished text, independently of this.
struct AnswerCheck {
    /// Why the answer is refused, in English, without a word of it that is longer than a few characters; empty where it
    /// is accepted.
    private(set) var reasons: [String] = []
    /// The text with its numbers; `nil` where it is refused.
    private(set) var text: String?
    /// How an answer that is refused ended: what is wrong with its form, or that the facts do not support it.
    private(set) var refusal = ModelOutcome.ungrounded

    static let maxSentences = 2
    static let maxCharacters = 260

    init(_ raw: String, _ facts: PromptFacts, text known: TextFacts) {
        let answer: ModelAnswer
        do throws(ModelAnswer.Fault) { answer = try ModelAnswer(raw) } catch {
            (reasons, refusal) = ([error.reason], error.outcome)
            return
        }
        func label(_ given: String?, is fact: String?, _ name: String) {
            let given = given == "unknown" || given == "null" ? nil : given
            if given != fact { reasons.append("\(name) must be \(fact ?? "unknown")") }
        }
        label(answer.trend, is: facts.trend?.rawValue, "trend")
        label(answer.volatility, is: facts.volatility?.rawValue, "volatility")
        guard (1...Self.maxSentences).contains(answer.sentences.count) else {
            reasons.append("it must have one or two sentences")
            return
        }
        var filled: [String] = []
        for sentence in answer.sentences {
            let template = TextTemplate(sentence.text, facts)
            reasons += template.reasons
            if Set(sentence.facts) != Set(template.names) { reasons.append("facts must be the names in the text") }
            filled.append(template.text)
        }
        let finished = filled.joined(separator: " ")
        if reasons.isEmpty {
            reasons = TextCheck(finished, facts: known, language: facts.language).reasons
        }
        if reasons.isEmpty { text = finished }
    }
}

/// A sentence with placeholders.
private struct TextTemplate {
    private(set) var reasons: [String] = []
    /// The names of its placeholders.
    private(set) var names: [String] = []
    /// With their values.
    private(set) var text = ""
    /// In lower case, without placeholders.
    private var words: [String] = []

    init(_ raw: String, _ facts: PromptFacts) {
        var template = String(raw.drop { $0 == " " })
        while template.last == " " { template.removeLast() }
        if template.isEmpty || template.count > AnswerCheck.maxCharacters {
            reasons.append("a sentence must have 1 to \(AnswerCheck.maxCharacters) characters")
            return
        }
        var plain = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            plain += rest[..<open]
            text += rest[..<open]
            let name = rest[rest.index(after: open)...].prefix { $0 != "}" }
            guard let placeholder = facts.placeholder(String(name)), name.endIndex < rest.endIndex else {
                reasons.append("a name in braces is not one of the facts")
                return
            }
            names.append(placeholder.name)
            plain += " "
            text += placeholder.value
            rest = rest[rest.index(after: name.endIndex)...]
        }
        plain += rest
        text += rest
        words = plain.lowercased().split { !$0.isLetter && $0 != "’" && $0 != "'" && $0 != "-" }.map(String.init)
        checkForm(plain, template)
        checkWords(facts)
    }

    private mutating func checkForm(_ plain: String, _ template: String) {
        if plain.contains(where: \.isNumber) { reasons.append("it must not contain digits") }
        if plain.contains(where: { "<>*_#[]{}`|\\@/\n\t".contains($0) }) || plain.lowercased().contains("www.") {
            reasons.append("it must not contain markup or addresses")
        }
        if template.dropLast().contains(where: { ".!?".contains($0) }) || template.last != "." {
            reasons.append("each text must be one sentence that ends with a full stop")
        }
        if template.first.map({ $0 == "{" || !$0.isUppercase }) == true {
            reasons.append("a sentence must begin with a word that has a capital")
        }
    }

    private mutating func checkWords(_ facts: PromptFacts) {
        let vocabulary = Vocabulary.of(facts.language)
        let numbers = vocabulary.numbers
        // "un" and "one" are articles and pronouns too; the check of the finished text decides about them.
        let counted = words.filter { (numbers[$0] ?? 1) != 1 || ModelVocabulary.amounts.contains($0) }
        if !counted.isEmpty { reasons.append("it must not contain numbers in words") }
        let changes = names.compactMap { facts.placeholder($0)?.change }
        guard let change = changes.first else { return }
        let (up, down) = (vocabulary.words([.up, .more]), vocabulary.words([.down, .less]))
        let (hasUp, hasDown) = (words.contains(where: up.contains), words.contains(where: down.contains))
        if changes.allSatisfy({ ($0 > 0) == (change > 0) }), abs(change) >= 0.0005 {
            if hasUp, change < 0 { reasons.append("the change is a fall") }
            if hasDown, change > 0 { reasons.append("the change is a rise") }
        }
        if !hasUp, !hasDown, abs(change) >= 0.0005 {
            reasons.append("a change needs its direction, as the facts have it")
        }
    }
}

/// Words that the check of an answer looks for.
private enum ModelVocabulary {
    static let amounts: Set = [
        "half", "double", "doubled", "twice", "triple", "third", "quarter", "dozen", "hundred", "thousand", "million",
        "tenfold", "moitié", "double", "doublé", "tiers", "quart", "douzaine", "dizaine", "cent", "mille", "million",
        "fois", "thirty", "forty", "fifty", "trente", "quarante", "cinquante", "soixante",
    ]
}
