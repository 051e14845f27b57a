import API
import Domain

/// The analyses of the last days, each with how it turned out, and how often the range held.
struct PastAnalysisList: Sendable {
    struct Item: Sendable {
        let asOf: TimeLabel
        let trend: AnalysisPanel.Badge?
        let volatility: AnalysisPanel.Badge?
        let text: String
        let textLanguage: String
        /// `$67,234.50 → $68,010.00`.
        let prices: String
        let change: Change?
        /// Whether the close was in the range; `nil` where neither is known.
        let verdict: AnalysisPanel.Badge?
        let author: String
    }

    /// The first one, and the others, which are folded.
    let newest: [Item]
    let older: [Item]
    let hasOlder: Bool
    /// How many of the closes were in the range of 80 of 100; `nil` where none is known.
    let summary: String?

    init(_ past: PastAnalysesResponse, in formatter: LocalizedFormatter) {
        let items = past.analyses.map { Item($0, in: formatter) }
        (newest, older) = (Array(items.prefix(1)), Array(items.dropFirst()))
        hasOlder = !older.isEmpty
        let known = past.analyses.compactMap { $0.outcome?.within80 }
        summary =
            known.isEmpty
            ? nil
            : DashboardStrings.fill(
                formatter.strings.pastAnalyses.held, ["n": "\(known.count)", "ok": "\(known.count { $0 })"])
    }
}

extension PastAnalysisList.Item {
    init(_ analysis: PastAnalysis, in formatter: LocalizedFormatter) {
        let (strings, numbers) = (formatter.strings, formatter.numbers)
        asOf = formatter.label(analysis.asOf)
        trend = analysis.trend.map { AnalysisPanel.Badge($0, strings) }
        volatility = analysis.volatility.map { AnalysisPanel.Badge($0, strings) }
        text = analysis.text
        textLanguage = analysis.language.rawValue
        let price = numbers.price(analysis.price, analysis.quote)
        let (past, outcome) = (strings.pastAnalyses, analysis.outcome)
        prices = outcome.map { "\(price) → \(numbers.price($0.close, analysis.quote))" } ?? price
        change = outcome.map { Change(percent: $0.changePercent, numbers) }
        verdict =
            switch (outcome?.within80, outcome?.within95) {
            case (true, _): AnalysisPanel.Badge(text: past.within80, kind: "up")
            case (false, true): AnalysisPanel.Badge(text: past.within95, kind: "warn")
            case (false, false): AnalysisPanel.Badge(text: past.outside, kind: "down")
            default: outcome == nil ? AnalysisPanel.Badge(text: past.pending, kind: "flat") : nil
            }
        author = AnalysisPanel.author(
            analysis.provider, analysis.model, insteadBecause: analysis.fallbackReason, in: formatter)
    }
}

extension AnalysisPanel {
    /// Who wrote a text, and why not the language model that was asked for.
    static func author(
        _ provider: String, _ model: String, insteadBecause reason: String?, in formatter: LocalizedFormatter
    ) -> String {
        let author = provider == "embedded" ? formatter.strings.embeddedAnalyst : "\(provider) \(model)"
        guard let reason else { return author }
        let note =
            Phrase(" (language model: ", fr: " (modèle de langage\u{A0}: ") + ModelOutcome(rawValue: reason).message
            + Phrase(verbatim: ")")
        return author + note[formatter.language]
    }
}
