import API
import ArgumentParser
import Domain
import Storage

struct IncidentsResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Says of an incident that it is over, and what was done.",
        discussion:
            "Until then status counts it as a problem. Resolving one that is resolved changes what was done, and not when."
    )

    @OptionGroup var options: CommonOptions

    @Argument(help: "As incidents lists it.")
    var id: String

    @Option(name: .long, help: "What was done, by whom, and how one can see that it worked.")
    var resolution: String

    @Option(name: .long, help: "What to change so that it does not come back.")
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
            guard let resolved else {
                throw CommandFailure(
                    .badInput, "there is no incident \(id)", hint: "bitcoin-analyzer incidents lists them")
            }
            return resolved
        }
        try Output(options: options).write(IncidentResponse(resolved, options.language)) { resolved.steps($0) }
    }
}
