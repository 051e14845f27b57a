/// A form of a statement: symbols in order. Written as text: `subject? be? up|down of? percent day?`.
struct ClausePattern {
    private struct Item {
        let symbols: Set<TextToken.Symbol>
        let isOptional: Bool

    }

    private let items: [Item]
    let claim: TextClaim

    /// Symbols that do not exist are a fault of the program, which a test finds: ``unknown(in:)``.
    init(_ form: String, _ claim: TextClaim) {
        items = form.split(separator: " ").map { word in
            let isOptional = word.hasSuffix("?")
            let names = (isOptional ? word.dropLast() : word).split(separator: "|")
            return Item(
                symbols: Set(names.compactMap { TextToken.Symbol(rawValue: String($0)) }), isOptional: isOptional)
        }
        self.claim = claim
    }

    /// The names of a form that are no symbols.
    static func unknown(in form: String) -> [String] {
        form.split { " ?|".contains($0) }.map(String.init).filter { TextToken.Symbol(rawValue: $0) == nil }
    }

    struct Match {
        let tokens: [TextToken]
        let end: Int
    }

    /// All ways in which the choices from `start` on have this form, longest first.
    func matches(_ choices: [TextReader.Choice], from start: Int) -> [Match] {
        var matches: [Match] = []
        search(choices, start, 0, [], &matches)
        return matches.sorted { $0.end > $1.end }
    }

    private func search(
        _ choices: [TextReader.Choice], _ at: Int, _ item: Int, _ tokens: [TextToken], _ matches: inout [Match]
    ) {
        if item == items.count, !tokens.isEmpty { matches.append(Match(tokens: tokens, end: at)) }
        // The time that is spoken of may stand anywhere.
        if claim.mayNameTime, !tokens.contains(where: \.isTime) {
            for (time, end) in TimeSpan.all(choices, from: at) {
                search(choices, end, item, tokens + [time], &matches)
                if tokens.isEmpty, end < choices.count, choices[end].tokens.contains(where: { $0.symbol == .comma }) {
                    search(choices, end + 1, item, [time], &matches)
                }
            }
        }
        guard item < items.count else { return }
        if at < choices.count {
            for token in choices[at].tokens where items[item].symbols.contains(token.symbol) {
                search(choices, at + 1, item + 1, tokens + [token], &matches)
            }
            // A word that may also say nothing.
            if choices[at].mayBeLeftOut { search(choices, at + 1, item, tokens, &matches) }
        }
        if items[item].isOptional { search(choices, at, item + 1, tokens, &matches) }
    }
}

/// A time that a change, a range or a volatility is over: `over 24 hours`, `from a day ago`, « sur un jour ».
enum TimeSpan {
    /// The spans that begin at a place, with their ends.
    static func all(_ choices: [TextReader.Choice], from start: Int) -> [(TextToken, end: Int)] {
        var at = start
        while at < min(choices.count, start + 2),
            choices[at].mayBeLeftOut || choices[at].tokens.contains(where: { prefixes.contains($0.symbol) })
        {
            at += 1
        }
        return (start...at).flatMap { place -> [(TextToken, end: Int)] in
            guard place < choices.count, let token = choices[place].tokens.first(where: \.isTime) else { return [] }
            let next = place + 1
            let isAgo = next < choices.count && choices[next].tokens.contains { $0.symbol == .ago }
            return [(token, next)] + (isAgo ? [(token, next + 1)] : [])
        }
    }

    private static let prefixes: Set<TextToken.Symbol> = [.of, .from, .than, .against, .since]
}

extension TextToken {
    /// Whether it is a day, or a week.
    var isTime: Bool {
        switch symbol {
        case .day, .week: true
        case .hours: value == 24 && hedge == nil
        case .days: value == 7 && hedge == nil
        default: false
        }
    }
}
