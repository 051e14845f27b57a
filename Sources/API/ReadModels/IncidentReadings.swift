package import Domain

/// One incident of `GET /v1/incidents`, and `GET /v1/incidents/{id}`.
package struct IncidentReading: Codable, Hashable, Sendable {
    package var id: IncidentID
    package var cause: Cause
    /// The systemd unit that failed, where it is one's.
    package var unit: String?
    package var severity: Incident.Severity
    package var state: Incident.State
    package var opened: Timestamp
    package var resolved: Timestamp?
    package var context: String
    package var symptom: String
    package var diagnosis: String
    /// Empty while it is open.
    package var resolution: String
    /// Empty until somebody knows.
    package var lesson: String
    package var evidence: [Evidence]

    package init(_ incident: Incident) {
        id = incident.id
        cause = incident.cause
        unit = incident.unit
        severity = incident.severity
        state = incident.state
        opened = incident.opened
        resolved = incident.resolved
        context = incident.context
        symptom = incident.symptom
        diagnosis = incident.diagnosis
        resolution = incident.resolution
        lesson = incident.lesson
        evidence = incident.evidence
    }
}

/// `GET /v1/incidents`: newest first.
package struct IncidentPage: Codable, Hashable, Sendable {
    package var incidents: [IncidentReading]
    /// The cursor of the next page, `nil` on the last.
    package var next: String?
    package var simulated: Bool

    package init(incidents: [IncidentReading], next: String?, simulated: Bool) {
        self.incidents = incidents
        self.next = next
        self.simulated = simulated
    }
}
