/// One headline under the rules: finds what its words say of each other, and adds it up.
struct MoodReading {
    private let headline: ScannedHeadline
    private var tokens: [HeadlineToken] { headline.tokens }
    private let lexicon: Lexicon
    private var hits: [WordHit]
    /// What a statement at each token counts.
    private var factors: [Double]
    private var reasons: [Mood.Reason] = []
    private var total = 0.0
    /// What each direction added, and its reason.
    private var contributions: [(hit: Int, value: Double, reason: Int)] = []
    /// Whether it is about Bitcoin or its like; else it is read as news of a company.
    private let hasAsset: Bool

    init(_ headline: ScannedHeadline, _ lexicon: Lexicon) {
        let tokens = headline.tokens
        self.headline = headline
        self.lexicon = lexicon
        hits = lexicon.hits(in: tokens)
        hasAsset = tokens.contains { $0.word.map(lexicon.isAsset) ?? false }
        factors = [Double](repeating: 1, count: tokens.count)
        weighStatements()
        negate()
        intensify()
        compare()
        direct()
        addWords()
    }

    var mood: Mood {
        Mood(
            value: Self.rounded(Self.bounded(total * frame)), reasons: reasons.filter { $0.weight != 0 },
            events: lexicon.events(in: tokens))
    }

    /// Questions and explanations state little; possibilities a little less than facts.
    private var frame: Double {
        var frame = 1.0
        let isQuestion = tokens.last == .question
        if isQuestion { frame *= 0.3 }
        if let first = hits.first, first.role == .guide, first.range.lowerBound <= 1 || isQuestion {
            frame *= 0.4
        } else if hits.contains(where: { $0.role == .guide && startsStatement($0.range.lowerBound) }) {
            frame *= 0.5
        }
        if hits.contains(where: { $0.role == .hedge }) { frame *= 0.85 }
        return frame
    }

    private func startsStatement(_ index: Int) -> Bool { index == 0 || tokens[index - 1] == .stop }

    /// `But` takes from what stands before, `despite` from what follows, up to the next mark.
    private mutating func weighStatements() {
        for hit in hits {
            switch hit.role {
            case .but:
                for index in 0..<hit.range.lowerBound { factors[index] *= 0.4 }
            case .despite, .as:
                var index = hit.range.upperBound
                while index < tokens.count, !tokens[index].isMark {
                    factors[index] *= hit.role == .as ? 0.8 : 0.3
                    index += 1
                }
            default: break
            }
        }
    }

    private mutating func negate() {
        var lastNegator = -10
        for index in hits.indices {
            let hit = hits[index]
            switch hit.role {
            case .not:
                // The second half of `ne … pas`.
                if tokens[hit.range.lowerBound].word == "pas", hit.range.lowerBound - lastNegator <= 4 { continue }
                lastNegator = hit.range.lowerBound
                // `Does not avoid losses`.
                if index + 1 < hits.count, hits[index + 1].role == .avert, isAdjacent(hit, hits[index + 1]) {
                    hits[index + 1].isUsed = true
                    continue
                }
                let isTarget = { (other: WordHit) in
                    other.role.isJudged && (other.role != .gain || other.weight > 0 || isAdjacent(hit, other))
                }
                if let next = next(after: index, within: 4, where: isTarget) { hits[next].isNegated.toggle() }
            case .avert where !hit.isUsed:
                if let next = next(after: index, within: 5, where: { [.harm, .bad, .down, .fade].contains($0.role) }) {
                    hits[next].isNegated.toggle()
                }
            case .undo:
                let isTarget = { (hit: WordHit) in hit.role.isJudged && (hit.role != .gain || hit.weight > 0.2) }
                if let target = next(after: index, within: 5, where: isTarget)
                    ?? previous(before: index, within: 4, where: isTarget)
                {
                    hits[target].isNegated.toggle()
                }
            case .fail:
                if let next = next(after: index, within: 5, where: { [.good, .up, .swell, .gain].contains($0.role) }) {
                    hits[next].isUsed = true
                }
            default: break
            }
        }
    }

    private func isAdjacent(_ first: WordHit, _ second: WordHit) -> Bool {
        second.range.lowerBound - first.range.upperBound <= 1
    }

    /// The next hit of a kind, at most `reach` tokens further, within the statement.
    private func next(after index: Int, within reach: Int, where matches: (WordHit) -> Bool) -> Int? {
        let end = hits[index].range.upperBound
        var position = index + 1
        while position < hits.count, hits[position].range.lowerBound - end <= reach {
            let start = hits[position].range.lowerBound
            if tokens[end..<start].contains(where: \.isMark) { return nil }
            if matches(hits[position]) { return position }
            position += 1
        }
        return nil
    }

    private func previous(before index: Int, within reach: Int, where matches: (WordHit) -> Bool) -> Int? {
        let start = hits[index].range.lowerBound
        var position = index - 1
        while position >= 0, start - hits[position].range.upperBound <= reach {
            if tokens[hits[position].range.upperBound..<start].contains(where: \.isMark) { return nil }
            if matches(hits[position]) { return position }
            position -= 1
        }
        return nil
    }

    private mutating func intensify() {
        for (index, hit) in hits.enumerated() where hit.role == .more || hit.role == .less {
            let factor = hit.role == .more ? 1.3 : 0.6
            for other in [index - 1, index + 1] where hits.indices.contains(other) && hits[other].role.isJudged {
                let gap = max(
                    hits[other].range.lowerBound - hit.range.upperBound,
                    hit.range.lowerBound - hits[other].range.upperBound)
                if gap <= 1 { hits[other].intensity *= factor }
            }
        }
    }

    /// `Profit of 9.8, compared to a loss of 2.1`, `sales of 90 against 80`.
    private mutating func compare() {
        for (index, hit) in hits.enumerated() where hit.role == .from {
            let subject = hits[..<index].lastIndex { $0.role == .gain || $0.role == .harm }
            let compared = next(after: index, within: 4) { $0.role == .gain || $0.role == .harm }
            if let subject, let compared {
                hits[compared].isUsed = true
                guard hits[subject].role != hits[compared].role else {
                    addNumbers(around: hit, of: hits[subject])
                    continue
                }
                add(hits[subject].role == .gain ? 0.7 : -0.5, hits[subject].range, hit.range)
                continue
            }
            if let subject { addNumbers(around: hit, of: hits[subject]) }
        }
    }

    /// The direction from the number behind a comparison to the one before, where no word says it.
    private mutating func addNumbers(around hit: WordHit, of subject: WordHit) {
        guard !hits.contains(where: { $0.role.direction != 0 }),
            let before = tokens[..<hit.range.lowerBound].compactMap(\.number).last(where: { $0.unit != .percent }),
            let after = tokens[hit.range.upperBound...].prefix(8).lazy.compactMap(\.number).first,
            after.unit == before.unit || after.unit == .none, before.value != after.value
        else { return }
        let isMore = before.value > after.value
        add(isMore == (subject.role == .gain) ? 0.6 : -0.6, subject.range, hit.range)
        // What it says alone gives way to where it moves.
        if let index = hits.firstIndex(where: { $0.range == subject.range }) { hits[index].isUsed = true }
    }

    /// Directions with what moves.
    private mutating func direct() {
        for index in hits.indices where hits[index].role.direction != 0 {
            let hit = hits[index]
            guard !hit.isUsed else { continue }
            // `Record theft`: no direction of its own.
            if index + 1 < hits.count, hits[index + 1].role == .bad, hit.role == .up, isAdjacent(hit, hits[index + 1]) {
                hits[index + 1].intensity *= 1.2
                continue
            }
            let thing = thing(movedBy: index)
            var polarity = thing.map { hits[$0].role == .harm ? -1.0 : 1.0 } ?? 1
            // `The rally fades`: the direction before is what moves, and no longer counts itself.
            if hit.role == .fade || hit.role == .swell, let moved = moved(by: index) {
                let before = hits[moved]
                let polarity = moved + 1 < index && hits[moved + 1].role == .harm ? -1.0 : 1
                add(
                    before.role.direction * hit.role.direction * polarity * hit.weight * hit.intensity
                        * (before.isNegated ? -1 : 1),
                    before.range, hit.range)
                withdraw(moved)
                continue
            }
            if !hasAsset, let thing, MoodReading.holdings.contains(words(of: hits[thing])) { polarity *= 0.15 }
            var value = hit.role.direction * polarity * hit.weight * hit.intensity
            if let thing {
                hits[thing].isUsed = true
                if hits[thing].isNegated, hits[thing].role == .gain || hits[thing].role == .harm { value *= -0.6 }
            }
            if hit.isNegated { value *= -0.7 }
            add(value, thing.map { hits[$0].range } ?? hit.range, hit.range, of: index)
        }
    }

    /// A direction directly before one that fades or swells, in the same part: `the rally fades`, and in French with
    /// what it moves behind it: `la baisse des ventes ralentit`.
    private func moved(by index: Int) -> Int? {
        guard let before = previous(before: index, within: 3, where: \.role.isJudged) else { return nil }
        if [.up, .down].contains(hits[before].role) { return before }
        guard before > 0, [.gain, .harm].contains(hits[before].role), [.up, .down].contains(hits[before - 1].role)
        else { return nil }
        let between = tokens[hits[before - 1].range.upperBound..<hits[before].range.lowerBound]
        let isOf = !between.isEmpty && between.allSatisfy { ["de", "des", "du", "d", "la", "l"].contains($0.word) }
        return isOf ? before - 1 : nil
    }

    /// In lower case, without accents.
    private func words(of hit: WordHit) -> String { tokens[hit.range].compactMap(\.word).joined(separator: " ") }

    /// The size of a holding is no news about the value of what is held.
    private static let holdings: Set<String> = [
        "holding", "holdings", "stake", "stakes", "position", "positions", "participation", "participations",
        "headcount", "workforce", "staff numbers", "effectif", "effectifs",
    ]

    /// What a direction moves: the nearest thing beside it, or, where it begins a part, the last thing before.
    private func thing(movedBy index: Int) -> Int? {
        let hit = hits[index]
        var (best, bestGap) = (Int?.none, Int.max)
        var (isFirst, before) = (true, index - 1)
        while before >= 0 {
            let other = hits[before]
            let between = tokens[other.range.upperBound..<hit.range.lowerBound]
            if between.contains(.stop) || between.contains(.question) { break }
            if other.role == .as || other.role == .but || other.role == .despite || other.role == .from { break }
            let isBehindComma = between.contains(.comma)
            if isBehindComma, !isFirst { break }
            let gap = between.count
            if other.role == .gain || other.role == .harm, gap <= (isBehindComma ? 12 : 7) {
                (best, bestGap) = (before, isBehindComma ? gap + 4 : gap)
                break
            }
            if other.role == .asset, !isBehindComma, gap <= 2, !isObject(other) { return nil }
            if !isBehindComma, other.role.isJudged { isFirst = false }
            before -= 1
        }
        var after = index + 1
        while after < hits.count {
            let other = hits[after]
            let between = tokens[hit.range.upperBound..<other.range.lowerBound]
            if between.contains(where: \.isMark) || between.count > 4 { break }
            if [.as, .but, .despite, .from].contains(other.role) || other.role.direction != 0 { break }
            if other.role == .gain || other.role == .harm {
                if between.count < bestGap { best = after }
                break
            }
            after += 1
        }
        return best
    }

    /// Whether a preposition stands before: `pressure on Bitcoin eases` is not of Bitcoin.
    private func isObject(_ asset: WordHit) -> Bool {
        for offset in 1...2 {
            let index = asset.range.lowerBound - offset
            guard index >= 0, let word = tokens[index].word else { return false }
            if ["on", "of", "for", "in", "to", "sur", "du", "de", "des", "d", "au", "aux", "pour"].contains(word) {
                return true
            }
        }
        return false
    }

    private mutating func addWords() {
        for hit in hits where !hit.isUsed {
            let value: Double
            switch hit.role {
            case .good: value = hit.weight <= 0.4 && !hasAsset ? hit.weight * 0.35 : hit.weight
            case .bad, .fail: value = hit.weight <= 0.4 && !hasAsset ? -hit.weight * 0.7 : -hit.weight
            case .gain: value = hit.isNegated && hit.weight == 0 ? 0.6 : hasAsset ? hit.weight : hit.weight * 0.8
            case .harm: value = hit.isNegated && hit.weight == 0 ? 0 : -hit.weight
            default: continue
            }
            add(value * hit.intensity * (hit.isNegated ? -0.7 : 1), hit.range, hit.range)
        }
    }

    /// Takes back what a direction had added.
    private mutating func withdraw(_ index: Int) {
        hits[index].isUsed = true
        for position in contributions.indices where contributions[position].hit == index {
            total -= contributions[position].value
            reasons[contributions[position].reason] = Mood.Reason(text: "", weight: 0)
        }
    }

    private mutating func add(_ value: Double, _ first: Range<Int>, _ second: Range<Int>, of hit: Int? = nil) {
        guard value != 0 else { return }
        let weighed = value * (factors.indices.contains(second.lowerBound) ? factors[second.lowerBound] : 1)
        total += weighed
        if let hit { contributions.append((hit, weighed, reasons.count)) }
        let parts = first == second ? [first] : [first, second].sorted { $0.lowerBound < $1.lowerBound }
        let text = parts.map(headline.text).joined(separator: " … ")
        reasons.append(Mood.Reason(text: text, weight: Self.rounded(max(-1, min(1, weighed)))))
    }

    /// x / √(1 + x²): between −1 and 1, and nearly x around 0.
    private static func bounded(_ total: Double) -> Double { total / (1 + total * total).squareRoot() }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
