import ArgumentParser
import Domain
import Incidents
import Timeline

struct IncidentsRegister: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "register",
            Phrase(
                "Shows incident statistics: count, time to detect, to explain and to recover, recurring causes.",
                fr: "Affiche les statistiques des incidents\u{A0}: nombre, délais de détection, d’explication et de "
                    + "résolution, causes récurrentes."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Only incidents opened at this moment or later: \(MomentExpression.examples.english).",
            fr: "Seulement les incidents ouverts à partir de ce moment\u{A0}: \(MomentExpression.examples.french).",
            value: Phrase(verbatim: "moment")))
    var since: String?

    func validate() throws {
        if let since, moment(since) == nil {
            throw ValidationError.notAMoment("--since", got: since)
        }
    }

    func run() async throws {
        let query = IncidentQuery(since: since.flatMap(moment), withEvidence: false)
        let register = IncidentRegister(try await Wiring(options).everyIncident(matching: query))
        try Output(options: options).write(register) { RegisterSummary(register, in: $0).lines }
    }

    private func moment(_ text: String) -> Timestamp? {
        MomentExpression.moment(text, zone: .here, now: MarketClock.real.now())
    }
}
