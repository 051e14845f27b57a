/// What a number, a moment or an extreme is related by: "from", "to", "since", "than".
extension SentenceParts {
    private static let relations: Set<Symbol> = [.at, .of, .by, .from, .to, .than]

    mutating func joinRelations() {
        var index = 0
        while index + 1 < tokens.count {
            let next = tokens[index + 1]
            let mayHave = next.isNumber || [.pair, .low, .high].contains(next.symbol)
            if tokens[index].text == "for", tokens[index].symbol == .since {
                // "has been falling for 24 hours" is of each of them.
                if !next.isTime || next.symbol == .moment {
                    tokens.remove(at: index)
                    continue
                }
            } else if tokens[index].symbol == .than, next.isTime, isBeginning(index), isEnd(index + 2) {
                // « Par rapport à la semaine dernière, … »
                tokens.remove(at: index)
                continue
            } else if next.symbol == .moment, isOutsideMoment(index) {
                // "After 14:00" is no moment of the facts, and no window that they have.
                tokens[index + 1].relation = .ago
            } else if [.since, .from].contains(tokens[index].symbol), next.symbol == .moment {
                // "as of 14:00" is when; "since 14:00" is from then on.
                if tokens[index].text != "as of" { tokens[index + 1].relation = tokens[index].symbol }
                tokens.remove(at: index)
                continue
            } else if Self.relations.contains(tokens[index].symbol), mayHave {
                tokens[index + 1].relation = tokens[index].symbol
                // A comparison needs its word: "more than the low".
                if ![.low, .high].contains(next.symbol) || [.at, .of, .by].contains(tokens[index].symbol) {
                    tokens.remove(at: index)
                    continue
                }
            }
            index += 1
        }
        // "since the last update": what it is since has to be a time that the facts know.
        for index in tokens.indices
        where symbol(index) == .since
            && (tokens[index].text == "as of" ? symbol(index + 1) == .past : !beginsWindow(index + 1))
        {
            tokens[index].symbol = .unsupported
        }
    }

    /// Whether a word puts what is said before or after a moment, and not at it: "after 14:00 UTC". "The 24 hours
    /// before 14:00 UTC" are those of the facts.
    private func isOutsideMoment(_ index: Int) -> Bool {
        guard tokens[index].symbol == .comma else { return false }
        return ["after", "following", "après", "à la suite du", "à la suite de", "suite à"].contains(tokens[index].text)
            || (["before", "avant"].contains(tokens[index].text) && !isTime(index - 1))
    }

    /// Whether it can be the beginning, or the length, of a window of the facts: "since yesterday", "since its low",
    /// "for 24 hours".
    private func beginsWindow(_ index: Int) -> Bool {
        guard let symbol = symbol(index) else { return false }
        // "has since recovered" is since its low.
        return [
            .past, .low, .high, .moment, .hours, .days, .day, .week, .at, .of, .rate, .recovered, .pulledBack,
        ].contains(symbol) || isTime(index)
    }
}
