import Domain

/// Whether the analysis is as good as it was: how often the 80 % range held, and how many texts of the language model
/// were refused in the last day.
enum AnalysisQualityCheck {
    /// Fewer texts or ranges than these say nothing.
    private static let (leastTexts, leastRanges) = (12, 10 * 24)
    /// The share of refused texts that opens an incident, and the one above which that stays open.
    private static let (manyRefused, stillRefused) = (0.5, 0.25)
    /// Standard errors below 80 % that open an incident, and those beyond which that stays open.
    private static let (farBelow, stillBelow) = (3.0, 2.0)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let settings = facts.settings.resolved else { return [] }
        guard let contents = facts.database.contents else { return [.notChecked(.analysisQuality, because: .database)] }
        let isOpen = contents.openIncidents.contains { $0.cause == .aiDegraded }
        let model = settings.languageModel.flatMap {
            Self.texts(of: $0, contents.modelCalls, facts.now, isOpen: isOpen)
        }
        return [ranges(contents.rangeCoverage, facts.now, isOpen: isOpen), model].compactMap(\.self)
    }

    /// A binomial share: ranges of the same day overlap, so a day counts once.
    private static func ranges(_ coverage: RangeCoverage, _ now: Timestamp, isOpen: Bool) -> Finding? {
        let (count, subject) = (coverage.ranges, "forecast")
        guard count > 0 else {
            // That proves nothing: an incident of the texts stays open.
            if isOpen { return nil }
            return Finding(
                .analysisQuality, subject, .ok,
                Phrase("no range can be compared yet", fr: "aucun intervalle n’est encore comparable"))
        }
        let held = Double(coverage.held80) / Double(count)
        let error = (0.8 * 0.2 / max(1, Double(count) / 24)).squareRoot()
        let isBad = count >= leastRanges && held < 0.8 - (isOpen ? stillBelow : farBelow) * error
        let percent = Int((held * 100).rounded())
        return Finding(
            .analysisQuality, subject, isBad ? .warning : .ok,
            Phrase(
                "the 80% range of the close held in \(percent)% of \(count) hours",
                fr:
                    "l’intervalle à 80\u{202F}% a contenu la clôture dans \(percent)\u{202F}% des cas, sur \(count) heures"
            ),
            problem: isBad ? .analysisDegraded : nil,
            evidence: isBad
                ? [
                    Evidence(
                        time: now, source: "analysis_scores",
                        line: "\(coverage.held80) of \(count) closes inside the 80% range")
                ] : [],
            remedy: isBad ? "bitcoin-analyzer ai" : nil)
    }

    /// Texts of the model in the settings: those of another one are no reproach to it. Other failures have causes of
    /// their own.
    private static func texts(of model: String, _ calls: [ModelCall], _ now: Timestamp, isOpen: Bool) -> Finding? {
        struct Analysis: Hashable {
            let hour: Timestamp
            let language: Language
        }
        let recent = calls.filter { $0.model == model && $0.started > now - .days(1) }
        let analyses = Dictionary(grouping: recent) { Analysis(hour: $0.hour, language: $0.language) }.values
        let refused = analyses.filter { attempts in
            !attempts.contains(where: \.outcome.isAccepted) && attempts.contains { $0.outcome.cause == .aiUngrounded }
        }
        let isEnough = analyses.count >= leastTexts
        // A few texts are no reproach to a model. What was said of another one is over with it.
        guard isEnough || (recent.isEmpty ? isOpen : recent.contains(where: \.outcome.isAccepted)) else { return nil }
        let isBad = isEnough && Double(refused.count) / Double(analyses.count) > (isOpen ? stillRefused : manyRefused)
        let last = refused.joined().sorted { $0.started > $1.started }
        return Finding(
            .analysisQuality, model, isBad ? .warning : .ok,
            Phrase(
                "\(refused.count) of \(analyses.count) texts of \(model) were refused in 24 hours",
                fr: "\(refused.count) textes de \(model) sur \(analyses.count) ont été refusés en 24 heures"),
            problem: isBad ? .analysisDegraded : nil, since: isBad ? last.last?.started : nil,
            evidence: isBad
                ? last.prefix(5).map { call in
                    Evidence(
                        time: call.started, source: call.provider,
                        line: ([call.outcome.rawValue] + call.details.prefix(2)).joined(separator: ": "))
                } : [],
            remedy: isBad ? "bitcoin-analyzer ai" : nil)
    }
}
