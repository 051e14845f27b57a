import API
import ArgumentParser
import Domain
import Storage

struct IncidentsResolve: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "resolve",
            Phrase(
                "Marks an incident as resolved and notes what was done.",
                fr: "Marque un incident comme résolu et note ce qui a été fait."),
            discussion: Phrase(
                "Until then, status reports it as a problem. Resolving a resolved incident changes the note, not the "
                    + "time.",
                fr: "D’ici là, status le signale comme un problème. Résoudre de nouveau un incident résolu change la "
                    + "note, pas la date."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "The incident’s id, as shown by incidents.",
            fr: "L’identifiant de l’incident, affiché par incidents.", value: Phrase("id", fr: "identifiant")))
    var id: String

    @Option(
        name: .long,
        help: .localized(
            "What was done, by whom, and how it was verified.",
            fr: "Ce qui a été fait, par qui, et comment cela a été vérifié.", value: Phrase("text", fr: "texte")))
    var resolution: String

    @Option(
        name: .long,
        help: .localized(
            "What to change to prevent a recurrence.",
            fr: "Ce qu’il faut changer pour que l’incident ne se reproduise pas.", value: Phrase("text", fr: "texte")))
    var lesson: String?

    func run() async throws {
        let wiring = try Wiring(options)
        let now = MarketClock.real.now()
        let resolved = try await wiring.withDatabase(for: .writing) { [id, resolution, lesson] open in
            await wiring.incidentDelivery(to: open.database).deliver()
            let resolved = try await open.database.incidents.change(IncidentID(rawValue: id)) { incident in
                incident.state = .resolved
                incident.resolved = incident.resolved ?? now
                incident.resolution = Phrase(verbatim: resolution)
                if let lesson { incident.lesson = Phrase(verbatim: lesson) }
                return incident
            }
            // What is resolved is not a second open one.
            guard case .stored(let incident) = resolved else {
                throw CommandFailure(noIncident: IncidentID(rawValue: id))
            }
            return incident
        }
        try Output(options: options).write(IncidentResponse(resolved, options.language)) { resolved.steps($0) }
    }
}
