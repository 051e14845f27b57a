import Domain

/// Whether the language model that the settings ask for writes texts that can be shown.
enum ModelCheck {
    /// Texts refused in a row, or failures that may pass, before they are a problem.
    private static let lasting = 2

    static func findings(_ facts: HealthFacts) -> [Finding] {
        // Without a model there is nothing to check.
        guard let model = facts.settings.resolved?.languageModel else { return [] }
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
        let hours = Set(same.map(\.hour)).count
        guard last.outcome.cause != nil, last.outcome.isLasting || same.count >= lasting || hours > 1 else {
            return [
                Finding(
                    .languageModel, model, .ok,
                    Phrase("\(model): ", fr: "\(model)\u{A0}: ") + last.outcome.message)
            ]
        }
        return [
            Finding(
                .languageModel, model, .warning,
                Phrase("\(model): ", fr: "\(model)\u{A0}: ") + last.outcome.message
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
}
