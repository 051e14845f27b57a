/// A word or phrase of the lexicon in a headline.
struct WordHit: Sendable {
    let role: WordRole
    let weight: Double
    /// Positions of its tokens.
    let range: Range<Int>
    /// Turned into its opposite.
    var isNegated = false
    /// Whether it no longer counts by itself: its direction does, or it is only compared with.
    var isUsed = false
    /// Of `very` and `slightly` beside it.
    var intensity = 1.0

    init(_ role: WordRole, weight: Double, at range: Range<Int>) {
        self.role = role
        self.weight = weight
        self.range = range
    }
}

extension Lexicon {
    /// The words and phrases in the tokens, longest first, without overlaps; signed numbers are directions.
    func hits(in tokens: [HeadlineToken]) -> [WordHit] {
        var hits: [WordHit] = []
        var index = 0
        while index < tokens.count {
            if let number = tokens[index].number, number.sign != 0, number.unit == .percent {
                hits.append(WordHit(number.sign > 0 ? .up : .down, weight: 0.6, at: index..<index + 1))
            } else if let phrase = phrase(at: index, in: tokens) {
                let range = index..<index + 1 + phrase.rest.count
                hits.append(WordHit(phrase.role, weight: phrase.weight, at: range))
                index = range.upperBound
                continue
            }
            index += 1
        }
        return hits
    }

    func events(in tokens: [HeadlineToken]) -> Set<NewsEvent> {
        var events: Set<NewsEvent> = []
        for index in tokens.indices {
            guard let word = tokens[index].word, let known = words[word] else { continue }
            for (rest, event) in known.events where Self.matches(rest, tokens, from: index + 1) { events.insert(event) }
        }
        return events
    }

    private func phrase(at index: Int, in tokens: [HeadlineToken]) -> Phrase? {
        guard let word = tokens[index].word, let known = words[word] else { return nil }
        return known.phrases.first { Self.matches($0.rest, tokens, from: index + 1) }
    }

    private static func matches(_ rest: [String], _ tokens: [HeadlineToken], from start: Int) -> Bool {
        guard start + rest.count <= tokens.count else { return false }
        for (offset, word) in rest.enumerated() where tokens[start + offset].word != word { return false }
        return true
    }
}
