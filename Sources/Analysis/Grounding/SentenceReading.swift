import Domain

/// Looks for a reading of a sentence in which every part is a statement that the facts support.
///
/// A sentence is cut at its commas, brackets and conjunctions. A part that names no subject speaks of the one before:
/// "volatility, at 2.1%, is normal". A part that is only a time belongs to the part beside it.
struct SentenceReading {
    private struct Place: Hashable {
        let part: Int
        let context: Clause.Context
        let saidSomething: Bool
    }

    private let parts: [[TextToken]]
    private let isBracketed: [Bool]
    /// Whether a bracket opens before the part.
    private let isOpened: [Bool]
    /// Whether "and" stands before the part.
    private let isJoined: [Bool]
    private let facts: TextFacts
    private var failed: Set<Place> = []
    private var farthest = -1
    /// Why the reading that went farthest ends where it does.
    private(set) var reason = "the sentence has no statement"
    /// What the sentence spoke of last.
    private(set) var last = Clause.Context()

    init(_ tokens: [TextToken], facts: TextFacts) {
        var (parts, isBracketed, isOpened, isJoined) = ([[TextToken]](), [Bool](), [Bool](), [Bool]())
        var (part, bracket, open, and) = ([TextToken](), false, false, false)
        func isSeparator(_ token: TextToken) -> Bool {
            [.comma, .colon, .open, .close, .dash, .and].contains(token.symbol)
        }
        for token in tokens {
            guard isSeparator(token) else {
                part.append(token)
                continue
            }
            if !part.isEmpty {
                parts.append(part)
                isBracketed.append(bracket)
                isOpened.append(open)
                isJoined.append(and)
                part = []
            }
            open = token.symbol == .open
            bracket = open || token.symbol == .colon
            and = token.symbol == .and
        }
        if !part.isEmpty {
            parts.append(part)
            isBracketed.append(bracket)
            isOpened.append(open)
            isJoined.append(and)
        }
        (self.parts, self.isBracketed, self.isOpened, self.isJoined, self.facts) = (
            parts, isBracketed, isOpened, isJoined, facts
        )
    }

    /// Whether there is a reading.
    /// - Parameter context: what the sentence before spoke of last.
    mutating func isTrue(after context: Clause.Context) -> Bool {
        reads(from: 0, context, saidSomething: false)
    }

    private mutating func reads(from start: Int, _ context: Clause.Context, saidSomething: Bool)
        -> Bool
    {
        if start == parts.count {
            last = context
            return saidSomething
        }
        let place = Place(part: start, context: context, saidSomething: saidSomething)
        if failed.contains(place) { return false }
        for end in ends(from: start) {
            let tokens = parts[start..<end].flatMap { $0 }
            for outcome in Clause.outcomes(tokens, isBracketed: isBracketed[start], context, facts) {
                switch outcome {
                case .fault(let text): note(end, text)
                // A sentence does not end with a name, or with what is usual of nothing: "up 2.8%, against a usual 3%".
                case .holds(let next, _) where end == parts.count && (next.isPending || next.windows.count == 1):
                    note(end, "nothing is said of '\(tokens.last?.text ?? "")'")
                // "Bitcoin and volatility are high" says it of both.
                case .holds(_, false) where end < parts.count && isJoined[end] && !saidSomething:
                    note(end, "one statement has two subjects")
                case .holds(let next, _) where !context.isFollowed(by: next):
                    note(end, "nothing is said of what was named")
                case .holds(let next, let isStatement):
                    if reads(from: end, next, saidSomething: saidSomething || isStatement) { return true }
                }
            }
        }
        note(start, "no statement about the facts begins with '\(parts[start].first?.text ?? "")'")
        failed.insert(place)
        return false
    }

    /// Where the clause may end: after its part, or with it the parts beside it that are only a time.
    private func ends(from start: Int) -> [Int] {
        // Only "on the week" may stand alone, after "and".
        var ends = isTimeOnly(start) && !(start > 0 && isJoined[start] && parts[start].count == 1) ? [] : [start + 1]
        var end = start + 1
        if end < parts.count, isTimeOnly(start) == false, isIncomplete(start) { ends.append(end + 1) }
        while end < parts.count, isTimeOnly(end) || isTimeOnly(end - 1), end - start < 3 {
            end += 1
            // "Over the week, it lost 4.7%; over the week, it gained 1.9%": one statement has one of them.
            let days = parts[start..<end].count { $0.contains { $0.isTime && !$0.isWeek } }
            let weeks = parts[start..<end].count { $0.contains(where: \.isWeek) }
            if days < 2, weeks < 2 { ends.append(end) }
        }
        // "+3.4% (7d), +8.2%": a time in brackets is of what stands before them.
        ends.removeAll { $0 < parts.count && isOpened[$0] && isTimeOnly($0) }
        // "The weekly fall, at 11.3%, is twice as large as the daily one, at 5.4%."
        end = start + 1
        while end < parts.count, end - start < 4, !isJoined[end] {
            end += 1
            if !ends.contains(end), Clause.areWindows(parts[start..<end].flatMap { $0 }) { ends.append(end) }
        }
        return ends
    }

    private func isTimeOnly(_ index: Int) -> Bool {
        parts[index].allSatisfy {
            $0.isTime
                || [.moment, .rate, .past, .now, .then, .than, .since, .at, .of, .by, .to].contains($0.symbol)
        }
    }

    /// "At 2.1% a day, volatility is …", "missing: 3 hours"
    private func isIncomplete(_ index: Int) -> Bool {
        let rest = parts[index].filter { !$0.isTime && ![.rate, .data, .be].contains($0.symbol) }
        if rest.count == 1, rest[0].symbol == .percent { return index == 0 }
        if rest.count == 1, rest[0].symbol == .change, parts[index].count > 1 { return true }
        // « le bitcoin est légèrement remonté, à 67 012,50 $ »
        if rest.contains(where: { [.recovered, .pulledBack].contains($0.symbol) }) {
            return !rest.contains { $0.symbol == .amount || $0.symbol == .pair }
        }
        return !rest.isEmpty && rest.allSatisfy { [.known, .missing].contains($0.symbol) }
    }

    private mutating func note(_ place: Int, _ text: String) {
        guard place > farthest else { return }
        (farthest, reason) = (place, text)
    }
}
