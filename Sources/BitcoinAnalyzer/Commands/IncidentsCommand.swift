import API
import ArgumentParser
import Domain
import FoundationEssentials
import Health
import Incidents
import Storage

struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "What was wrong, since when, and why: lists, shows, exports, records and resolves incidents.",
        subcommands: [
            IncidentsList.self, IncidentsShow.self, IncidentsRegister.self, IncidentsExport.self, IncidentsRecord.self,
            IncidentsResolve.self, IncidentsMaintenance.self, IncidentsNotifyTest.self,
        ], defaultSubcommand: IncidentsList.self)
}

struct IncidentsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The last incidents, newest first, and the register's numbers.")

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "Only those that are open, or resolved.")
    var state: String?

    @Option(name: .long, help: "How many, 1 to 1000.")
    var limit = 20

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError("--limit is \(limit), and must be from 1 to 1000")
        }
        if let state, Incident.State(known: state) == nil {
            throw ValidationError("--state is '\(state)', and must be open or resolved")
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let query = IncidentQuery(state: state.flatMap(Incident.State.init))
        let found = try await wiring.withIncidents(
            asking: { log in
                // A document has the list alone, as ever: incidents register gives the numbers.
                let all = options.json ? [] : try await log.all(matching: IncidentQuery(withEvidence: false))
                return Found(
                    incidents: try await log.incidents(matching: query, limit: limit), register: IncidentRegister(all))
            },
            waiting: { waiting in
                Found(
                    incidents: waiting.filter(query.matches).reversed().prefix(limit).map(\.self),
                    register: IncidentRegister(waiting))
            }, isEmpty: \.incidents.isEmpty)
        try Output(options: options).write(found.incidents.map { IncidentResponse($0, options.language) }) { language in
            let lines =
                found.incidents.isEmpty
                ? [language.localized("no incidents", fr: "aucun incident")]
                : found.incidents.flatMap { $0.headline(language) }
            return lines + (found.register.count == 0 ? [] : ["", RegisterSummary(found.register, in: language).line])
        }
    }

    private struct Found: Sendable {
        let incidents: [Incident]
        let register: IncidentRegister
    }
}

struct IncidentsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One incident in five steps, with its evidence.")

    @OptionGroup var options: CommonOptions

    @Argument(help: "As incidents lists it.")
    var id: String

    func run() async throws {
        let wiring = try Wiring(options)
        let id = IncidentID(rawValue: id)
        let found = try await wiring.withIncidents(
            asking: { try await $0.incident(id) }, waiting: { $0.first { $0.id == id } }, isEmpty: { $0 == nil })
        guard let found else {
            throw CommandFailure(.badInput, "there is no incident \(id)", hint: "bitcoin-analyzer incidents lists them")
        }
        try Output(options: options).write(IncidentResponse(found, options.language)) { found.steps($0) }
    }
}

extension Wiring {
    /// Asks the database; while that does not answer, the incidents that wait for it, with a word about it on stderr.
    /// - Throws: ``ArchiveFailure`` when neither has anything.
    func withIncidents<T: Sendable>(
        asking: (any IncidentLog) async throws -> T, waiting: ([Incident]) -> T, isEmpty: (T) -> Bool
    ) async throws -> T {
        do {
            return try await withDatabase(for: .reading) { open in
                await incidentDelivery(to: open.database).deliver()
                return try await asking(open.database.incidents)
            }
        } catch let failure as ArchiveFailure {
            let found = waiting(incidentOutbox.waiting())
            guard !isEmpty(found) else { throw failure }
            writeToStandardError(
                "warning: \(failure); these are the incidents that wait for it in \(incidentOutbox.folder)\n")
            return found
        }
    }
}

extension Incident {
    /// Two lines: id, state, cause, place and times; the symptom.
    func headline(_ language: Language) -> [String] {
        let until = resolved.map { " – \($0)" } ?? ""
        let affected = place.phrase[language]
        return [
            "\(id)  \(state.title[language])  \(cause.rawValue)\(affected.isEmpty ? "" : "  " + affected)  \(opened)\(until)",
            "    \(symptom[language])",
        ]
    }

    func steps(_ language: Language) -> [String] {
        let titles = [
            (language.localized("Context", fr: "Contexte"), context),
            (language.localized("Symptom", fr: "Symptôme"), symptom),
            (language.localized("Diagnosis", fr: "Diagnostic"), diagnosis),
            (language.localized("Resolution", fr: "Résolution"), resolution),
            (language.localized("Lesson", fr: "Leçon apprise"), lesson),
        ]
        return headline(language).prefix(1)
            + titles.flatMap { title, text in text.isEmpty ? [] : ["", title, "  \(text[language])"] }
            + ["", language.localized("Evidence", fr: "Preuves")]
            + evidence.map { "  " + $0.printableLine }
    }
}
