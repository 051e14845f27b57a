import API
import ArgumentParser
import Domain
import FoundationEssentials
import Incidents
import OperatingSystem
import Storage
import Timeline

struct IncidentsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "The log of incidents as Markdown, each in five steps, newest first; with --json as one JSON document.")

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "Only what was noticed then or later: \(MomentExpression.examples).")
    var since: String?

    @Option(name: .long, help: "Only those that are open, or resolved.")
    var state: String?

    @Option(name: .long, help: "Only those of one cause, such as port-in-use.")
    var cause: String?

    @Option(name: .long, help: "The file to write, instead of stdout.")
    var output: String?

    func validate() throws {
        if let state, Incident.State(known: state) == nil {
            throw ValidationError("--state is '\(state)', and must be open or resolved")
        }
        if let cause, Cause(known: cause) == nil {
            throw ValidationError("--cause is '\(cause)', and must be one that incidents register lists")
        }
        if let since, moment(since) == nil {
            throw ValidationError("--since is '\(since)', and must be a moment: \(MomentExpression.examples)")
        }
    }

    struct Document: Encodable {
        let register: IncidentRegister
        let incidents: [IncidentResponse]
    }

    /// What stdout says when the log went to a file.
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
        guard let output else { return print(text, terminator: "") }
        do {
            let file = try OutputFile(output)
            try file.write(text.utf8)
            try file.commit()
        } catch {
            throw CommandFailure(
                .io, "\(error)", hint: "name a file in a folder that you may write: --output FILE")
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
        return String(decoding: try JSONEncoder.pretty.encode(document), as: UTF8.self) + "\n"
    }

    private func moment(_ text: String) -> Timestamp? {
        MomentExpression.moment(text, zone: .here, now: MarketClock.real.now())
    }
}

extension Wiring {
    /// All that match, newest first; while the database does not answer, those that wait for it.
    func everyIncident(matching query: IncidentQuery) async throws -> [Incident] {
        try await withIncidents(
            asking: { try await $0.all(matching: query) }, waiting: { $0.filter(query.matches).reversed() },
            isEmpty: \.isEmpty)
    }
}
