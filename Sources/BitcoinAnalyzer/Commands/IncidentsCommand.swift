import API
import ArgumentParser
import Domain
import FoundationEssentials
import Health
import Incidents
import Outbound
import Storage

struct IncidentsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "incidents",
            Phrase(
                "Lists, shows, exports, records and resolves incidents.",
                fr: "Affiche, exporte, enregistre et résout les incidents."),
            subcommands: [
                IncidentsList.self, IncidentsShow.self, IncidentsRegister.self, IncidentsExport.self,
                IncidentsRecord.self, IncidentsResolve.self, IncidentsMaintenance.self, IncidentsNotifyTest.self,
                IncidentsWatch.self,
            ], defaultSubcommand: IncidentsList.self)
    }
}

struct IncidentsList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list",
            Phrase(
                "Lists the latest incidents, newest first, with totals.",
                fr: "Affiche les derniers incidents, du plus récent au plus ancien, avec des totaux."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Only incidents in this state: open or resolved.",
            fr: "Seulement les incidents dans cet état\u{A0}: open (ouvert) ou resolved (résolu).",
            value: Phrase("state", fr: "état")))
    var state: String?

    @Option(
        name: .long,
        help: .localized(
            "Number of incidents, 1 to 1000.",
            fr: "Nombre d’incidents, de 1 à 1\u{202F}000.", value: Phrase("limit", fr: "nombre")))
    var limit = 20

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError.outOfRange("--limit", 1...1000, got: Double(limit))
        }
        if let state, Incident.State(known: state) == nil {
            throw ValidationError.notOneOf("--state", ["open", "resolved"], got: state)
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let query = IncidentQuery(state: state.flatMap(Incident.State.init))
        let found = try await wiring.withIncidents(
            asking: { log in
                // The JSON document is the list alone: incidents register has the statistics.
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
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show",
            Phrase(
                "Shows one incident in five steps, with its evidence.",
                fr: "Affiche un incident en cinq étapes, avec ses preuves."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "The incident’s id, as shown by incidents.",
            fr: "L’identifiant de l’incident, affiché par incidents.", value: Phrase("id", fr: "identifiant")))
    var id: String

    func run() async throws {
        let wiring = try Wiring(options)
        let id = IncidentID(rawValue: id)
        let found = try await wiring.withIncidents(
            asking: { try await $0.incident(id) }, waiting: { $0.first { $0.id == id } }, isEmpty: { $0 == nil })
        guard let found else {
            throw CommandFailure(noIncident: id)
        }
        try Output(options: options).write(IncidentResponse(found, options.language)) { found.steps($0) }
    }
}

extension Wiring {
    /// Queries the database; while it is unreachable, a running API, and where none responds the stored incidents that
    /// wait for it, with a warning on stderr.
    /// - Throws: ``ArchiveFailure`` when none has anything.
    func withIncidents<T: Sendable>(
        asking: (any IncidentLog) async throws -> T, waiting: ([Incident]) -> T, isEmpty: (T) -> Bool
    ) async throws -> T {
        do {
            return try await withDatabase(for: .reading) { open in
                await incidentDelivery(to: open.database).deliver()
                return try await asking(open.incidents)
            }
        } catch let failure as ArchiveFailure {
            let origin = HealthProbes.origin(of: .init(host: settings.api.host, port: settings.api.port))
            if let found = await askAPI(at: origin, because: failure, asking), !isEmpty(found) {
                warn(
                    failure,
                    Phrase(
                        "; the incidents are those that the running service knows (\(origin))",
                        fr: "\u{A0}; les incidents sont ceux que connaît le service en marche (\(origin))"))
                return found
            }
            let found = waiting(incidentOutbox.waiting())
            guard !isEmpty(found) else { throw failure }
            let folder = incidentOutbox.folder
            warn(
                failure,
                Phrase(
                    "; recorded incidents cannot be read, only those that wait for the database in \(folder) are shown",
                    fr: "\u{A0}; les incidents enregistrés sont illisibles, seuls ceux qui attendent la base dans "
                        + "\(folder) sont affichés"))
            return found
        }
    }

    /// `nil` where no API of ours responds.
    private func askAPI<T: Sendable>(
        at origin: String, because failure: ArchiveFailure, _ asking: (any IncidentLog) async throws -> T
    ) async -> T? {
        // That of the wiring ended with the database.
        let client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)")
        let found = try? await asking(
            RunningServiceIncidents(at: origin, over: client, in: HelpLanguage.current, because: failure))
        await client.shutdown()
        return found
    }

    private func warn(_ failure: ArchiveFailure, _ instead: Phrase) {
        let warning = Phrase("warning: ", fr: "attention\u{A0}: ") + failure.sentence + instead
        writeToStandardError(warning[HelpLanguage.current] + "\n")
    }
}

extension CommandFailure {
    init(noIncident id: IncidentID) {
        self.init(
            .badInput, Phrase("no incident with id \(id)", fr: "aucun incident d’identifiant \(id)"),
            hint: Phrase(
                "bitcoin-analyzer incidents lists the incidents",
                fr: "bitcoin-analyzer incidents en donne la liste"))
    }
}

extension Incident {
    /// Two lines: id, state, cause, place and time; symptom.
    func headline(_ language: Language) -> [String] {
        let until = resolved.map { " – \($0)" } ?? ""
        let affected = place.phrase[language]
        return [
            "\(id)  \(state.title[language])  \(cause.rawValue)\(affected.isEmpty ? "" : "  " + affected)  "
                + "\(opened)\(until)",
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
