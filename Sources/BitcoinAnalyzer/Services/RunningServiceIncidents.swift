import API
import Dashboard
import Domain
import Outbound

/// The incidents that a running API knows, while this process cannot read the database: those it read before, and those
/// that wait. Read only.
struct RunningServiceIncidents: IncidentLog {
    private let reader: RemoteIncidentReader
    private let language: Language
    /// Why the database cannot be read.
    private let failure: ArchiveFailure

    /// - Parameter client: shut down by the caller after use.
    init(at origin: String, over client: PoliteClient, in language: Language, because failure: ArchiveFailure) {
        reader = RemoteIncidentReader(fetch: { path in
            let answer = try await client.sendWithoutStatusCheck(
                OutboundRequest(origin + path, label: "api", timeout: .seconds(3)))
            return (answer.status, answer.body)
        })
        self.language = language
        self.failure = failure
    }

    func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
        try await reader.incidents(matching: query, limit: limit, in: language).incidents.map(Incident.init)
    }

    func incident(_ id: IncidentID) async throws -> Incident? {
        try await reader.incident(id, in: language).map(Incident.init)
    }

    func report(_ incident: Incident) async throws -> Incident { throw failure }
    func keep(_ incident: Incident) async throws { throw failure }
    func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
    { throw failure }
}

extension Incident {
    /// In the one language of the response.
    fileprivate init(_ response: IncidentResponse) {
        self.init(
            id: response.id, cause: response.cause,
            at: Place(host: response.host, unit: response.unit, subject: response.subject),
            severity: response.severity, state: response.state, began: response.began, opened: response.opened,
            explained: response.explained, resolved: response.resolved, reopened: response.reopened,
            parent: response.parent, context: Phrase(verbatim: response.context),
            symptom: Phrase(verbatim: response.symptom), diagnosis: Phrase(verbatim: response.diagnosis),
            resolution: Phrase(verbatim: response.resolution), lesson: Phrase(verbatim: response.lesson),
            evidence: response.evidence)
    }
}
