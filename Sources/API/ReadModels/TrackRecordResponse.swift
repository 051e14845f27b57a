package import Analysis
package import Domain

/// How often ranges and labels of the analysis were right, of those of the last days whose 24 hours are over.
package struct TrackRecordResponse: Codable, Hashable, Sendable {
    package var days: Int
    /// Ranges that were compared, and the shares of closes inside them.
    package var ranges: Int
    package var held80: Double?
    package var held95: Double?
    /// Labels that named a direction, and the share that was right about the next day.
    package var calls: Int
    package var hitRate: Double?
    /// Where that share lies in 95 of 100 cases, each day counted once.
    package var hitRateLow: Double?
    package var hitRateHigh: Double?
    package var alwaysUp: Double?
    /// `too_few`, `chance`, `better` or `worse`.
    package var verdict: String

    package static let span = Duration.days(30)

    package init(_ summary: ScoreSummary) {
        days = Int(Self.span / .days(1))
        (ranges, held80, held95) = (summary.ranges, summary.held80, summary.held95)
        (calls, hitRate, alwaysUp) = (summary.trends, summary.hitRate, summary.alwaysUp)
        (hitRateLow, hitRateHigh) = (summary.hitInterval?.lowerBound, summary.hitInterval?.upperBound)
        verdict = summary.verdict.rawValue
    }

    enum CodingKeys: String, CodingKey {
        case days, ranges, held80, held95, calls, hitRate = "hit_rate", hitRateLow = "hit_rate_low"
        case hitRateHigh = "hit_rate_high", alwaysUp = "always_up", verdict
    }

    /// With `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(days, forKey: .days)
        try container.encode(ranges, forKey: .ranges)
        try container.encode(held80, forKey: .held80)
        try container.encode(held95, forKey: .held95)
        try container.encode(calls, forKey: .calls)
        try container.encode(hitRate, forKey: .hitRate)
        try container.encode(hitRateLow, forKey: .hitRateLow)
        try container.encode(hitRateHigh, forKey: .hitRateHigh)
        try container.encode(alwaysUp, forKey: .alwaysUp)
        try container.encode(verdict, forKey: .verdict)
    }
}

extension TrackRecordResponse {
    /// What it says, for a reader: a sentence about the ranges, and one about the labels.
    package func sentences(in language: Language) -> [String] {
        let sentences = [rangeSentence, trendSentence].compactMap { $0?[language] }
        return sentences.isEmpty ? [Self.none[language]] : sentences
    }

    private static let none = Phrase(
        "No analysis published by this installation is 24 hours old yet, so none has a result.",
        fr:
            "Aucune analyse publiée par cette installation n’a encore 24\u{A0}heures, et n’a donc de résultat.")

    private var rangeSentence: Phrase? {
        guard let held80, let held95 else { return nil }
        func text(_ share: Double, _ language: Language) -> String { Self.percent(share, language) }
        return Phrase(
            "The 80% range held in \(text(held80, .english)) of cases (\(Self.hours(ranges, .english))), the 95% "
                + "range in \(text(held95, .english)).",
            fr: "L’intervalle à 80\u{202F}% a contenu la clôture dans \(text(held80, .french)) des cas "
                + "(\(Self.hours(ranges, .french))), celui à 95\u{202F}% dans \(text(held95, .french)).")
    }

    private var trendSentence: Phrase? {
        guard let hitRate, let alwaysUp else { return nil }
        let comparison =
            switch ScoreSummary.Verdict(rawValue: verdict) {
            case .better: Phrase("more often than a coin would be", fr: "plus souvent qu’à pile ou face")
            case .worse: Phrase("less often than a coin would be", fr: "moins souvent qu’à pile ou face")
            case .chance: Phrase("as a coin would be", fr: "comme à pile ou face")
            case .tooFew, nil:
                Phrase("too few for a comparison with a coin", fr: "trop peu pour une comparaison avec pile ou face")
            }
        func text(_ language: Language) -> (rate: String, up: String, hours: String) {
            (Self.percent(hitRate, language), Self.percent(alwaysUp, language), Self.hours(calls, language))
        }
        let (english, french) = (text(.english), text(.french))
        return Phrase(
            "The trend label was right about the next day in \(english.rate) of cases "
                + "(\(english.hours)), \(comparison.english); always saying “up”, in \(english.up).",
            fr: "La tendance affichée s’est vérifiée le lendemain dans \(french.rate) des cas "
                + "(\(french.hours)), \(comparison.french)\u{A0}; annoncer toujours une hausse, dans \(french.up).")
    }

    private static func percent(_ share: Double, _ language: Language) -> String {
        NumberWording.number(share * 100, decimals: 0, language: language)
            + (language == .french ? NumberWording.narrowNoBreak + "%" : "%")
    }

    private static func hours(_ count: Int, _ language: Language) -> String {
        NumberWording.number(Double(count), decimals: 0, language: language)
            + (language == .french ? "\u{A0}heure" : " hour") + (count == 1 ? "" : "s")
    }
}
