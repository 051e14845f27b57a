/// Decides which observation of a closed candle is kept. Pure: every store applies the same rule.
package struct ReplacementRule: Hashable, Sendable {
    /// The sources from best to worst. Those that are not listed are worse than all that are, and equal among
    /// themselves.
    package let ranking: [SourceName]
    /// How long after its close a candle follows the corrections of its own source; `nil` for ever, as when a person
    /// asks for it (`collect --refetch`).
    package let corrections: Duration?
    /// The recorded reason where a correction or a better source does not describe it.
    package let reason: CandleReplacement?

    /// The period in which venues correct a candle.
    package static let correctionPeriod: Duration = .hours(48)

    package init(
        ranking: [SourceName] = [], corrections: Duration? = Self.correctionPeriod, reason: CandleReplacement? = nil
    ) {
        self.ranking = ranking
        self.corrections = corrections
        self.reason = reason
    }

    /// The place of a source in the ranking: 0 is the best; the number of listed sources for one that is not listed.
    package func rank(of source: SourceName) -> Int { ranking.firstIndex(of: source) ?? ranking.count }

    /// The reason for which `new` replaces the closed candle `old`; `nil` when it does not. Both are of the same
    /// interval and open time.
    package func replacement(of old: ArchivedCandle, by new: ArchivedCandle) -> CandleReplacement? {
        guard old.isClosed, new.isClosed else { return nil }
        if new.source == old.source {
            guard new.candle != old.candle, Self.isLater(new, than: old) else { return nil }
            if let corrections, new.seenAt > old.candle.closeTime + corrections { return nil }
            return reason ?? .correction
        }
        return rank(of: new.source) < rank(of: old.source) ? reason ?? .betterSource : nil
    }

    /// Whether an observation is later than another one of the same candle. Of two in the same millisecond the numbers
    /// decide, so that the order of arrival does not.
    package static func isLater(_ new: ArchivedCandle, than old: ArchivedCandle) -> Bool {
        if new.seenAt != old.seenAt { return new.seenAt > old.seenAt }
        let (newNumbers, oldNumbers) = (numbers(new.candle), numbers(old.candle))
        if newNumbers != oldNumbers { return oldNumbers.lexicographicallyPrecedes(newNumbers) }
        return (old.candle.quote.rawValue, old.source.rawValue) < (new.candle.quote.rawValue, new.source.rawValue)
    }

    private static func numbers(_ candle: Candle) -> [Double] {
        [candle.volume, candle.close, candle.high, candle.low, candle.open]
    }
}

/// Why a closed candle was replaced.
package struct CandleReplacement: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Its own source gave other numbers later.
    package static let correction = CandleReplacement(rawValue: "correction")
    /// A source of a higher rank has it.
    package static let betterSource = CandleReplacement(rawValue: "better-source")
    /// A person asked for it again.
    package static let refetch = CandleReplacement(rawValue: "refetch")
    /// The other sources agreed on another price.
    package static let disagreement = CandleReplacement(rawValue: "disagreement")

    package static let known: [CandleReplacement] = [.correction, .betterSource, .refetch, .disagreement]
}

/// A closed candle that was replaced, and why.
package struct ReplacedCandle: Hashable, Sendable {
    package let candle: ArchivedCandle
    package let replacedAt: Timestamp
    package let reason: CandleReplacement

    package init(_ candle: ArchivedCandle, at replacedAt: Timestamp, reason: CandleReplacement) {
        self.candle = candle
        self.replacedAt = replacedAt
        self.reason = reason
    }
}
