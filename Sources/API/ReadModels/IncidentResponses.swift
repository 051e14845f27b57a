package import Domain

/// One incident of `GET /v1/incidents`, and `GET /v1/incidents/{id}`.
package struct IncidentResponse: Codable, Hashable, Sendable {
    package var id: IncidentID
    package var cause: Cause
    /// Where it happened, where it is one host's alone.
    package var host: String?
    /// The systemd unit that failed, where it is one's.
    package var unit: String?
    /// The source, the folder or the port that it is about.
    package var subject: String?
    package var severity: Incident.Severity
    package var state: Incident.State
    /// Since when it was so, as far back as the evidence reaches.
    package var began: Timestamp
    package var opened: Timestamp
    /// When its root cause was named.
    package var explained: Timestamp?
    package var resolved: Timestamp?
    /// How often it came back soon after it had been resolved.
    package var reopened: Int
    /// The incident that this one follows from.
    package var parent: IncidentID?
    package var context: String
    package var symptom: String
    package var diagnosis: String
    /// Empty while it is open.
    package var resolution: String
    /// Empty until somebody knows.
    package var lesson: String
    package var evidence: [Evidence]

    package init(_ incident: Incident, _ language: Language) {
        id = incident.id
        cause = incident.cause
        host = incident.place.host
        unit = incident.place.unit
        subject = incident.place.subject
        severity = incident.severity
        state = incident.state
        began = incident.began
        opened = incident.opened
        explained = incident.explained
        resolved = incident.resolved
        reopened = incident.reopened
        parent = incident.parent
        context = incident.context[language]
        symptom = incident.symptom[language]
        diagnosis = incident.diagnosis[language]
        resolution = incident.resolution[language]
        lesson = incident.lesson[language]
        evidence = incident.evidence
    }
}

/// `GET /v1/incidents`: newest first.
package struct IncidentPage: Codable, Hashable, Sendable {
    package var incidents: [IncidentResponse]
    /// The cursor of the next page, `nil` on the last.
    package var next: String?
    package var simulated: Bool

    package init(incidents: [IncidentResponse], next: String?, simulated: Bool) {
        self.incidents = incidents
        self.next = next
        self.simulated = simulated
    }
}
