import API
import Analysis
import ArgumentParser
import Domain
import Storage

struct AICallsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "calls",
            Phrase(
                "Shows what the language model did, cost and got wrong in 30 days, and its last calls.",
                fr: "Affiche ce que le modèle de langage a fait, coûté et mal fait en 30 jours, et ses derniers appels."
            ))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Number of calls, 1 to 1000.", fr: "Nombre d’appels, de 1 à 1\u{202F}000.",
            value: Phrase("limit", fr: "nombre")))
    var limit = 10

    struct Report: Encodable {
        let quality: ModelQualityResponse
        let calls: [ModelCallResponse]
    }

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError.outOfRange("--limit", 1...1000, got: Double(limit))
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let (report, records) = try await wiring.withDatabase(for: .reading) { open in
            let models = open.database.models
            let calls = try await models.calls(before: nil, limit: limit)
            let quality = try await ModelQualityResponse(
                of: models, open.database.scores, simulated: open.simulated, now: wiring.time.now())
            return (Report(quality: quality, calls: calls.map(ModelCallResponse.init)), calls)
        }
        try Output(options: options).write(report) { Self.lines(report.quality, records, $0) }
    }

    private static func lines(_ quality: ModelQualityResponse, _ calls: [ModelCall], _ language: Language) -> [String] {
        var lines = quality.trackRecord.sentences(in: language)
        guard quality.analyses > 0 || !calls.isEmpty else {
            return lines + [
                language.localized(
                    "No language model has been asked. Set AI_PROVIDER to have one write the analysis.",
                    fr: "Aucun modèle de langage n’a été interrogé. Définissez AI_PROVIDER pour qu’il rédige l’analyse."
                )
            ]
        }
        lines += summary(quality, language)
        lines += quality.fallbacks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { reason, count in
            "  \(count) × " + ModelOutcome(rawValue: reason).message[language]
        }
        if !quality.refusals.isEmpty {
            lines.append(language.localized("Reasons of refusals:", fr: "Motifs de refus\u{A0}:"))
            lines += quality.refusals.prefix(5).map { "  \($0.count) × \($0.phrase[language])" }
        }
        lines.append("")
        lines += calls.map { call in
            let author = call.responseModel ?? call.model
            return "\(call.started)  \(call.language.rawValue)  \(author)  \(call.outcome.message[language])"
        }
        return lines
    }

    private static func summary(_ quality: ModelQualityResponse, _ language: Language) -> [String] {
        func number(_ value: Double, _ decimals: Int) -> String {
            NumberWording.number(value, decimals: decimals, language: language)
        }
        func percent(_ share: Double?) -> String {
            share.map { NumberWording.percent($0, language: language) } ?? language.localized("unknown", fr: "inconnu")
        }
        let cost = number(quality.costUSD, 4)
        var lines = [
            language.localized(
                "Texts of the language model in \(quality.days) days: \(quality.accepted) of \(quality.analyses); "
                    + "\(percent(quality.fallbackRate)) by the built-in analyst instead.",
                fr:
                    "Textes du modèle de langage en \(quality.days)\u{A0}jours\u{A0}: \(quality.accepted) sur "
                    + "\(quality.analyses)\u{A0}; \(percent(quality.fallbackRate)) par l’analyste intégré à la place."),
            language.localized(
                "Requests: \(quality.calls), \(percent(quality.errorRate)) without a text; cost: \(cost) US dollars.",
                fr:
                    "Requêtes\u{A0}: \(quality.calls), dont \(percent(quality.errorRate)) sans texte\u{A0}; coût\u{A0}: "
                    + "\(cost) dollars."),
        ]
        if quality.callsWithoutCost > 0 {
            lines.append(
                language.localized(
                    "Requests whose price is not known: \(quality.callsWithoutCost).",
                    fr: "Requêtes au prix inconnu\u{A0}: \(quality.callsWithoutCost)."))
        }
        if let latency = quality.latencySeconds {
            lines.append(
                language.localized(
                    "Response time: \(number(latency.p50, 1)) s (median), \(number(latency.p95, 1)) s (95%), "
                        + "\(number(latency.p99, 1)) s (99%).",
                    fr: "Temps de réponse\u{A0}: \(number(latency.p50, 1))\u{A0}s (médiane), "
                        + "\(number(latency.p95, 1))\u{A0}s (95\u{202F}%), \(number(latency.p99, 1))\u{A0}s (99\u{202F}%)."
                ))
        }
        let drifts = [
            (quality.drift.length?.change, Phrase("length of the texts", fr: "longueur des textes")),
            (quality.drift.mood?.change, Phrase("mood of the news", fr: "tonalité des actualités")),
            (quality.drift.trend?.change, Phrase("mix of the trend labels", fr: "répartition des tendances")),
        ]
        lines += drifts.filter { $0.0 == true }.map { _, name in
            language.localized(
                "Changed in the last 28 days: \(name.english).",
                fr: "A changé ces 28 derniers jours\u{A0}: \(name.french).")
        }
        return lines
    }
}
