import Domain

/// A part of a sentence, to be read as one statement. Each kind of statement takes the tokens that it understands; it
/// holds when none is left over and the facts agree.
struct Clause {
    enum Topic: Hashable { case price, change, volatility, usual, trend, range, low, high, hours }

    /// What was spoken of before.
    struct Context: Hashable {
        var topic = Topic.price
        /// The direction that was stated of the price: +1, −1, or 0.
        var direction = 0
        /// What was compared with.
        var reference: TextToken.Symbol?
        /// Whether only the direction of a change was stated.
        var isBare = false
        /// Whether the change that was stated is that of the week.
        var isOfWeek = false
        /// Whether the topic was only named: the next part has to say something of it.
        var isPending = false
        /// Of a statement on the day and the week, which of them have no number yet: whether each is the week.
        var windows: [Bool] = []

        /// Whether a statement is of what was named before.
        func isFollowed(by next: Context) -> Bool {
            // "at 0.1%": the other number has to come.
            if windows.count == 1 {
                return next.windows.isEmpty && next.topic == .price && next.direction != 0
                    && next.isOfWeek == windows[0] && !next.isBare
            }
            guard isPending else { return true }
            // "Since its low, Bitcoin has gained 4%": a change.
            if reference == .from { return next.topic == .price && next.direction != 0 && !next.isPending }
            return next.topic == topic || (topic == .change && next.topic == .price)
                || (topic == .usual && next.topic == .volatility)
                || (topic == .hours && next.topic == .price)
        }
    }

    enum Outcome {
        case holds(Context, isStatement: Bool)
        case fault(String)
    }

    /// What a kind of statement makes of the tokens.
    enum Reading {
        /// Not of this kind.
        case other
        case fault(String)
        case holds(Context)
    }

    var tokens: [TextToken]
    let isBracketed: Bool
    let context: Context
    let facts: TextFacts

    private static let loose: Set<TextToken.Symbol> = [.at, .of, .by, .to, .between]

    /// Whether a word only links others. "To rise" is more than that.
    private static func isLoose(_ index: Int, in tokens: [TextToken]) -> Bool {
        guard loose.contains(tokens[index].symbol) else { return false }
        guard tokens[index].symbol == .to, index + 1 < tokens.count else { return true }
        if [.up, .down].contains(tokens[index + 1].symbol) { return false }
        return ![.trade, .reach, .be, .touch, .move].contains(tokens[index + 1].symbol)
            || index == 0 || tokens[index - 1].symbol != .be
    }

    /// All readings of the tokens.
    static func outcomes(
        _ tokens: [TextToken], isBracketed: Bool, _ context: Context, _ facts: TextFacts
    ) -> [Outcome] {
        let clause = Clause(
            tokens: tokens.indices.filter { !isLoose($0, in: tokens) }.map { tokens[$0] },
            isBracketed: isBracketed,
            context: context,
            facts: facts)
        if let foreign = clause.foreignAmount {
            return [.fault("'\(foreign.text)' is not in \(facts.quote)")]
        }
        // "In four cases out of five" is only of the range of such a market.
        if context.reference == .inFourOfFive, !clause.has(.pattern) {
            return [.fault("that is not known")]
        }
        if !clause.has(.so), let topic = clause.namedTopic { return [.holds(topic, isStatement: false)] }
        let price: (inout Clause) -> Reading = { $0.price() }
        // The facts are of the last 24 hours, not of the calendar day.
        let isToday = tokens.contains {
            $0.symbol == .now && ($0.text.hasPrefix("today") || $0.text.hasPrefix("aujourd"))
        }
        // Of a consequence only that something is not known.
        if clause.has(.so) {
            var rest = clause
            rest.drop(.so)
            return outcomes(rest, of: [{ $0.hours() }, { $0.unknown() }, { $0.caveat() }])
        }
        let kinds: [(inout Clause) -> Reading] =
            isToday
            ? [price]
            : [
                price, { $0.change() }, { $0.reached() }, { $0.returned() }, { $0.extreme() }, { $0.bounds() },
                { $0.range() },
                { $0.position() }, { $0.volatility() }, { $0.trend() }, { $0.hours() }, { $0.unknown() },
                { $0.windows() }, { $0.separation() }, { $0.age() }, { $0.caveat() }, { $0.analyst() },
            ]
        return outcomes(clause, of: kinds)
    }

    private static func outcomes(_ clause: Clause, of kinds: [(inout Clause) -> Reading]) -> [Outcome] {
        var outcomes: [Outcome] = []
        for kind in kinds {
            var copy = clause
            switch kind(&copy) {
            case .other: break
            case .fault(let text): outcomes.append(.fault(text))
            case .holds(let next):
                if copy.tokens.isEmpty {
                    outcomes.append(.holds(next, isStatement: true))
                } else {
                    outcomes.append(.fault("'\(copy.tokens[0].text)' has no reading there"))
                }
            }
        }
        return outcomes
    }

    private var foreignAmount: TextToken? {
        tokens.lazy.flatMap { [$0] + $0.stated + $0.distance }
            .first { $0.symbol == .amount && $0.quote != facts.quote }
    }

    /// The context after a part that only names what is spoken of; `nil` for a statement.
    private var namedTopic: Context? {
        var (topic, named, isAt, isFrom) = (context.topic, false, false, false)
        let isExtreme = ![.volatility, .usual].contains(context.topic) && !has(.volatility, .be)
        // "Volatility is normal" says something.
        let isSaid =
            has(.be) || tokens.last?.symbol == .volatility || tokens.last?.text.hasPrefix("norm") == true
        for token in tokens {
            switch token.symbol {
            case .subject: (topic, named) = (named ? topic : .price, true)
            case .volatility: (topic, named) = (.volatility, true)
            case .usual where !isSaid:
                guard context.topic == .volatility || named else { return nil }
                (topic, named) = (.usual, true)
            case .trend: (topic, named) = (.trend, true)
            case .range: (topic, named) = (.range, true)
            case .low where isExtreme && token.stated.isEmpty:
                (topic, named, isAt) = (.low, true, token.relation == .at)
            case .high where isExtreme && token.stated.isEmpty:
                (topic, named, isAt) = (.high, true, token.relation == .at)
            case .change: (topic, named) = (.change, true)
            case .data: (topic, named) = (.hours, true)
            case .since, .from:
                guard token == tokens.first, tokens.count > 1 else { return nil }
                isFrom = true
            case .be, .day, .now, .market: continue
            case .it: named = true
            case .hours where token.isTime: continue
            default: return nil
            }
        }
        let names = Set(tokens.map(\.symbol)).intersection([
            .volatility, .trend, .range, .low, .high, .change, .data,
        ])
        guard named, names.count <= 1 else { return nil }
        if isFrom {
            guard [.low, .high].contains(topic), !tokens.contains(where: \.isWeek) else { return nil }
            return Context(topic: topic, reference: .from, isPending: true)
        }
        return Context(topic: topic, reference: isAt ? .at : nil, isPending: topic != .price)
    }

    // MARK: Taking tokens

    func has(_ symbols: TextToken.Symbol...) -> Bool {
        tokens.contains { symbols.contains($0.symbol) }
    }

    mutating func drop(_ symbols: TextToken.Symbol...) {
        tokens.removeAll { symbols.contains($0.symbol) }
    }

    /// Removes the first token of a kind.
    mutating func take(
        _ symbols: TextToken.Symbol..., where isFit: (TextToken) -> Bool = { _ in true }
    ) -> TextToken? {
        guard let index = tokens.firstIndex(where: { symbols.contains($0.symbol) && isFit($0) }) else {
            return nil
        }
        return tokens.remove(at: index)
    }

    mutating func takeAll(_ symbol: TextToken.Symbol) -> [TextToken] {
        let found = tokens.filter { $0.symbol == symbol }
        drop(symbol)
        return found
    }

    /// Removes the times.
    /// - Returns: which there were.
    mutating func takeTimes() -> (isDay: Bool, isWeek: Bool) {
        let times = tokens.filter(\.isTime)
        tokens.removeAll(where: \.isTime)
        return (times.contains { !$0.isWeek }, times.contains(where: \.isWeek))
    }

    /// Removes the words of degree.
    mutating func takeDegrees() -> Set<TextToken.Symbol> {
        let degrees = Set(tokens.map(\.symbol)).intersection([.slight, .strong, .clear, .weak])
        tokens.removeAll { degrees.contains($0.symbol) }
        return degrees
    }

    /// Whether the clause may be about a topic: it names it, or nothing else and the topic was spoken of before.
    func isAbout(_ topics: Set<Topic>, named: Bool) -> Bool {
        named || (topics.contains(context.topic) && !has(.subject))
    }

    /// Removes a negation: "not", « ne … pas ».
    /// - Returns: whether there was a whole one.
    mutating func takeNegation() -> Bool {
        let words = takeAll(.not).map(\.text)
        return words == ["not"]
            || (words.count == 2 && ["ne", "n'"].contains(words[0]) && words[1] == "pas")
    }

    // MARK: Numbers

    /// What is wrong with a number; `nil` where it is the value as far as it is written.
    static func fault(_ token: TextToken?, is value: Double?, _ name: String) -> String? {
        guard let value, value.isFinite else { return "\(name) is not known" }
        guard let token else { return "\(name) has no number" }
        if token.hedge == .inside { return "'\(token.text)' is no distance" }
        if token.symbol == .amount, token.sign != 0 { return "a price has no sign" }
        let rounded = RoundedNumber(token, isDistance: distances.contains(name))
        let isSo = rounded.stands(for: value) || (distances.contains(name) && rounded.isRounding(of: value))
        return isSo ? nil : "'\(token.text)' is not \(name)"
    }

    /// What is said in round numbers: a price has its digits.
    private static let distances: Set = [
        "the change", "the range", "the distance from the low", "the distance from the high",
        "the distance from the price",
    ]

    static func fault(_ token: TextToken?, isShare value: Double?, _ name: String) -> String? {
        fault(token, is: value.map { $0 * 100 }, name)
    }

    /// The price a day ago, by the change since.
    var previous: Double? { facts.change24h.flatMap { $0 > -1 ? facts.price / (1 + $0) : nil } }
}
