import API
import Domain
import Support

/// Sample incidents.
enum SampleIncidents {
    static func incident(
        _ id: String = "i1", _ cause: Cause = .databaseUnreachable, severity: Incident.Severity = .critical,
        state: Incident.State = .open,
        parent: String? = nil, subject: String = "prices",
        symptom: Phrase = Phrase("No new prices come in.", fr: "Plus aucun cours n’arrive."),
        resolution: Phrase = .empty,
        evidence: [Evidence] = [
            Evidence(time: SampleMarket.now - .minutes(90), source: "journalctl -u api", line: "connection refused")
        ]
    ) -> Incident {
        let opened = SampleMarket.now - .minutes(80)
        return Incident(
            id: IncidentID(rawValue: id), cause: cause, at: Incident.Place(host: "host-1", subject: subject),
            severity: severity, state: state,
            began: opened - .minutes(5), opened: opened, explained: opened + .minutes(1),
            resolved: state == .resolved ? opened + .minutes(30) : nil,
            parent: parent.map(IncidentID.init), context: Phrase("version 1", fr: "version 1"), symptom: symptom,
            diagnosis: Phrase("The server is gone.", fr: "Le serveur a disparu."), resolution: resolution,
            evidence: evidence)
    }

    static func response(_ id: String = "i1", resolution: Phrase = .empty, language: Language = .english)
        -> IncidentResponse
    {
        IncidentResponse(incident(id, resolution: resolution), language)
    }
}

/// Returns the given incidents or fails.
struct StubIncidents: IncidentReader {
    var incidents: [Incident] = []
    var failure: ReadModelFailure?

    private func local() async throws(ReadModelFailure) -> LocalIncidentReader {
        if let failure { throw failure }
        let log = MemoryIncidents()
        for incident in incidents { try? await log.keep(incident) }
        return LocalIncidentReader(log: log, simulated: false)
    }

    func incidents(matching query: IncidentQuery, limit: Int, in language: Language) async throws(ReadModelFailure)
        -> IncidentPage
    {
        try await local().incidents(matching: query, limit: limit, in: language)
    }

    func incident(_ id: IncidentID, in language: Language) async throws(ReadModelFailure) -> IncidentResponse? {
        try await local().incident(id, in: language)
    }

    func register(since: Timestamp?) async throws(ReadModelFailure) -> IncidentRegister {
        try await local().register(since: since)
    }
}

/// Incidents whose results change during a test.
actor ChangingIncidents: IncidentReader {
    private var current: StubIncidents

    init(_ current: StubIncidents) { self.current = current }

    func replace(with reader: StubIncidents) { current = reader }

    func incidents(matching query: IncidentQuery, limit: Int, in language: Language) async throws(ReadModelFailure)
        -> IncidentPage
    {
        try await current.incidents(matching: query, limit: limit, in: language)
    }

    func incident(_ id: IncidentID, in language: Language) async throws(ReadModelFailure) -> IncidentResponse? {
        try await current.incident(id, in: language)
    }

    func register(since: Timestamp?) async throws(ReadModelFailure) -> IncidentRegister {
        try await current.register(since: since)
    }
}
