import Domain

/// Looks for a reading of a sentence in which all its clauses are true.
struct SentenceReading {
    private enum Topic: Hashable { case price, volatility }

    private struct Place: Hashable {
        let choice: Int
        let topic: Topic
    }

    private let choices: [TextReader.Choice]
    private let facts: TextFacts
    private var failed: Set<Place> = []
    private var farthest = -1
    /// Why the reading that went farthest ends where it does.
    private(set) var reason = "the sentence has no statement"

    init(_ choices: [TextReader.Choice], facts: TextFacts) {
        self.choices = SentenceReading.hedged(choices)
        self.facts = facts
    }

    /// Whether there is a reading.
    mutating func isTrue() -> Bool { reads(from: 0, .price, saidSomething: false) }

    /// Hedges joined with the number that they stand before.
    private static func hedged(_ choices: [TextReader.Choice]) -> [TextReader.Choice] {
        var result: [TextReader.Choice] = []
        for choice in choices {
            if choice.tokens.contains(where: { [.about, .over, .under].contains($0.symbol) }),
                let last = result.last, last.tokens.contains(where: { $0.symbol == .slight })
            {
                // "slightly more than"; "slightly over 24 hours" is restored below.
                result[result.count - 1] = TextReader.Choice(
                    tokens: choice.tokens, mayBeLeftOut: false, before: last)
                continue
            }
            let hedge = result.last?.tokens.first { [.about, .over, .under].contains($0.symbol) }?.symbol
            guard let hedge, let number = choice.tokens.first, choice.tokens.count == 1,
                [.percent, .amount, .count, .hours].contains(number.symbol), number.hedge == nil
            else {
                restore(&result)
                result.append(choice)
                continue
            }
            // "over 24 hours" is a time.
            if number.symbol == .hours {
                restore(&result)
                if result.last?.mayBeLeftOut == true { result.removeLast() }
                result.append(choice)
                continue
            }
            var token = number
            token.hedge = hedge
            result[result.count - 1] = TextReader.Choice(tokens: [token], mayBeLeftOut: false)
        }
        return result
    }

    /// The word before a hedge that turned out to be none.
    private static func restore(_ choices: inout [TextReader.Choice]) {
        guard let last = choices.last, let before = last.before else { return }
        choices[choices.count - 1] = TextReader.Choice(tokens: before.tokens, mayBeLeftOut: before.mayBeLeftOut)
        choices.append(TextReader.Choice(tokens: last.tokens, mayBeLeftOut: true))
    }

    private mutating func reads(from start: Int, _ topic: Topic, saidSomething: Bool) -> Bool {
        if start == choices.count { return saidSomething }
        let place = Place(choice: start, topic: topic)
        if failed.contains(place) { return false }
        for pattern in ClauseForms.all {
            for match in pattern.matches(choices, from: start) {
                let spoken = match.tokens.contains { $0.text.contains("volatil") || $0.text == "price swings" }
                if pattern.claim.isOfVolatility, !spoken, topic != .volatility { continue }
                // "Volatility is down 1.2%" is not about the price.
                if topic == .volatility, pattern.claim.needsSubject,
                    !match.tokens.contains(where: { $0.symbol == .subject || $0.symbol == .change })
                {
                    continue
                }
                let verdict = ClaimCheck(facts: facts).fault(pattern.claim, match.tokens)
                if let verdict {
                    note(match.end, verdict)
                    continue
                }
                let next: Topic = pattern.claim.isOfVolatility || spoken ? .volatility : .price
                let said = saidSomething || pattern.claim != .nothing
                if match.end == choices.count {
                    if said { return true }
                    continue
                }
                for end in connectorEnds(from: match.end) where reads(from: end, next, saidSomething: said) {
                    return true
                }
                if connectorEnds(from: match.end).isEmpty { note(match.end, "it has no reading as a whole") }
            }
        }
        note(start, "no statement about the facts begins with '\(choices[start].tokens.first?.text ?? "")'")
        failed.insert(place)
        return false
    }

    /// Where the next clause may begin: after one to three connecting words or marks.
    private func connectorEnds(from start: Int) -> [Int] {
        // "rose 3.7% to $98,431.07", "the volatility of 2.1% is normal"
        let isPrice =
            start < choices.count && choices[start].tokens.contains { [.at, .to, .be, .against].contains($0.symbol) }
        var ends = isPrice ? [start] : []
        var at = start
        while at < choices.count, at < start + 3,
            choices[at].tokens.contains(where: { [.comma, .and, .open, .close, .colon, .after].contains($0.symbol) })
        {
            at += 1
            ends.append(at)
        }
        return ends
    }

    private mutating func note(_ place: Int, _ text: String) {
        guard place > farthest else { return }
        (farthest, reason) = (place, text)
    }
}

extension TextClaim {
    /// Whether the claim is about the volatility, which must have been named.
    var isOfVolatility: Bool {
        switch self {
        case .volatility, .usual, .versusUsual, .ratio, .difference, .regime: true
        default: false
        }
    }
}

extension TextClaim {
    /// Whether the claim is about the price unless something else is named.
    var needsSubject: Bool {
        switch self {
        case .price, .change, .changeAmount, .belowHigh, .aboveLow: true
        default: false
        }
    }
}
