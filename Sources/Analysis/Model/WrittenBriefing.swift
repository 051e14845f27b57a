package import Domain

/// The analysis of now with the text of a language model, which was written for its closed hour and checked then.
package struct WrittenBriefing {
    package let briefing: Briefing

    /// - Parameter own: of the same hour, by the embedded analyst: facts, labels and what has happened since.
    package init(_ own: Briefing, _ written: WrittenAnalysis) {
        guard let text = written.text, written.hour == own.asOf else {
            briefing = own
            return
        }
        briefing = Briefing(
            text: text + Self.since(own), language: own.language, trend: own.trend, trend7d: own.trend7d,
            volatility: own.volatility, facts: own.facts, forecast: own.forecast, newsMood: own.newsMood,
            articles: own.articles, provider: written.provider, model: written.model, grounded: true)
    }

    /// What the model could not know: a large move since the hour, or that the hour is long ago.
    private static func since(_ own: Briefing) -> String {
        let wording: any NarrativeWording =
            own.language == .french
            ? FrenchNarrative(facts: own.facts, assessment: MarketAssessment(own))
            : EnglishNarrative(facts: own.facts, assessment: MarketAssessment(own))
        if own.facts.isStale { return " " + wording.price }
        guard let open = own.facts.openHour, Narrative.isLarge(open, own.facts) else { return "" }
        return " " + wording.openHour(open)
    }
}
