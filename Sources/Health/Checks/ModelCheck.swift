import Domain

/// Whether the language model that the settings ask for writes texts that can be shown.
enum ModelCheck {
    /// Analyses in a row that fail in the same way before that is a problem, where the failure may pass.
    private static let lasting = 2

    private struct Analysis: Hashable {
        let hour: Timestamp
        let language: Language
    }

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let settings = facts.settings.resolved else { return [] }
        guard let model = settings.languageModel else { return unset(facts, every: settings.collectEvery) }
        guard let contents = facts.database.contents else { return [.notChecked(.languageModel, because: .database)] }
        let calls = contents.modelCalls.filter { $0.outcome != .suspended && $0.outcome != .abandoned }
        guard let last = calls.first else {
            return [
                Finding(
                    .languageModel, model, .info,
                    Phrase("\(model) has not been asked yet", fr: "\(model) n’a pas encore été interrogé"),
                    remedy: "bitcoin-analyzer collect")
            ]
        }
        let same = calls.prefix { $0.outcome.cause == last.outcome.cause }
        let analyses = Set(same.map { Analysis(hour: $0.hour, language: $0.language) })
        let summary = Phrase("\(model): ", fr: "\(model)\u{A0}: ") + last.outcome.message
        guard last.outcome.cause != nil, last.outcome.isLasting || analyses.count >= lasting else {
            // One failure is no problem yet; it does not show that an earlier one is over, either.
            return [Finding(.languageModel, model, last.outcome.isAccepted ? .ok : .info, summary)]
        }
        return [
            Finding(
                .languageModel, model, .warning,
                summary
                    + Phrase(
                        "; the built-in analyst writes instead", fr: "\u{A0}; l’analyste intégré prend le relais"),
                problem: .languageModel(last.outcome), since: same.last?.started,
                evidence: same.prefix(3).map { call in
                    Evidence(
                        time: call.started, source: call.provider,
                        line: ([call.outcome.rawValue] + call.details.prefix(2)).joined(separator: ": "))
                }, remedy: "bitcoin-analyzer ai")
        ]
    }

    /// Without a model in the settings there is nothing to check, and what failed before is over once no other process
    /// asks one.
    private static func unset(_ facts: HealthFacts, every: Duration) -> [Finding] {
        guard let contents = facts.database.contents,
            contents.openIncidents.contains(where: { ModelOutcome.causes.contains($0.cause) }),
            contents.modelCalls.allSatisfy({ facts.now - $0.started > every * 2 })
        else { return [] }
        return [
            Finding(
                .languageModel, nil, .ok,
                Phrase(
                    "no language model is set; the built-in analyst writes",
                    fr: "aucun modèle de langage n’est configuré\u{A0}; l’analyste intégré rédige"))
        ]
    }
}
