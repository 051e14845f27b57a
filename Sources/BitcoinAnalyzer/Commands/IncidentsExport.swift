import API
import ArgumentParser
import Domain
import FoundationEssentials
import Incidents
import OperatingSystem
import Storage
import Timeline

struct IncidentsExport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "export",
            Phrase(
                "Exports the incident log as Markdown, newest first; with --json as one JSON document.",
                fr: "Exporte le journal des incidents en Markdown, du plus récent au plus ancien\u{A0}; avec --json, "
                    + "en un document JSON."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Only incidents opened at this moment or later: \(MomentExpression.examples.english).",
            fr: "Seulement les incidents ouverts à partir de ce moment\u{A0}: \(MomentExpression.examples.french).",
            value: Phrase(verbatim: "moment")))
    var since: String?

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
            "Only incidents with this cause, such as port-in-use.",
            fr: "Seulement les incidents de cette cause, par exemple port-in-use.", value: Phrase(verbatim: "cause")))
    var cause: String?

    @Option(
        name: .long,
        help: .localized(
            "Write to this file instead of stdout.",
            fr: "Écrit dans ce fichier au lieu de la sortie standard.", value: Phrase("file", fr: "fichier")))
    var output: String?

    func validate() throws {
        if let state, Incident.State(known: state) == nil {
            throw ValidationError.notOneOf("--state", ["open", "resolved"], got: state)
        }
        if let cause, Cause(known: cause) == nil {
            throw ValidationError(
                "unknown --cause '\(cause)'; incidents register lists the causes",
                fr:
                    "--cause inconnue\u{A0}: «\u{A0}\(cause)\u{A0}»\u{A0}; incidents register donne la liste des "
                    + "causes"
            )
        }
        if let since, moment(since) == nil {
            throw ValidationError.notAMoment("--since", got: since)
        }
    }

    struct Document: Encodable {
        let register: IncidentRegister
        let incidents: [IncidentResponse]
    }

    /// The document on stdout when the log is written to a file.
    struct Written: Encodable {
        let file: String
        let incidents: Int
    }

    func run() async throws {
        let query = IncidentQuery(
            state: state.flatMap(Incident.State.init), cause: cause.flatMap(Cause.init), since: since.flatMap(moment))
        let incidents = try await Wiring(options).everyIncident(matching: query)
        let text =
            try options.json
            ? json(incidents) : IncidentMarkdown(incidents, in: options.language, at: MarketClock.real.now()).text
        guard let output else {
            try StandardOutput.write(text)
            return
        }
        do {
            let file = try OutputFile(output)
            try file.write(text.utf8)
            try file.commit()
        } catch {
            throw CommandFailure(
                .io, error.phrase,
                hint: Phrase(
                    "choose a file in a writable folder: --output FILE",
                    fr: "choisissez un fichier dans un dossier accessible en écriture\u{A0}: --output FICHIER"))
        }
        try Output(options: options).write(Written(file: output, incidents: incidents.count)) { language in
            let count = incidents.count
            return [
                language.localized(
                    "\(count) \(count == 1 ? "incident" : "incidents") written to \(output)",
                    fr: "\(count) \(count > 1 ? "incidents écrits" : "incident écrit") dans \(output)")
            ]
        }
    }

    private func json(_ incidents: [Incident]) throws -> String {
        let document = Document(
            register: IncidentRegister(incidents), incidents: incidents.map { IncidentResponse($0, options.language) })
        return try JSONEncoder.pretty.printableText(document) + "\n"
    }

    private func moment(_ text: String) -> Timestamp? {
        MomentExpression.moment(text, zone: .here, now: MarketClock.real.now())
    }
}

extension Wiring {
    /// All matching incidents, newest first; while the database is unreachable, those that wait for it.
    func everyIncident(matching query: IncidentQuery) async throws -> [Incident] {
        try await withIncidents(
            asking: { try await $0.all(matching: query) }, waiting: { $0.filter(query.matches).reversed() },
            isEmpty: \.isEmpty)
    }
}
