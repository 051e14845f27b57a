package import Domain

/// One incident of `GET /v1/incidents` and `GET /v1/incidents/{id}`, in one language.
package struct IncidentResponse: Codable, Hashable, Sendable {
    package var id: IncidentID
    package var cause: Cause
    /// The affected host; `nil` where it affects no single host.
    package var host: String?
    /// The systemd unit that failed, if any.
    package var unit: String?
    /// The affected source, folder or port, if any.
    package var subject: String?
    package var severity: Incident.Severity
    package var state: Incident.State
    /// When the fault began, as far as the evidence shows.
    package var began: Timestamp
    /// When it was detected.
    package var opened: Timestamp
    /// When its root cause was identified.
    package var explained: Timestamp?
    package var resolved: Timestamp?
    /// How often it was reopened.
    package var reopened: Int
    /// The incident that caused this one.
    package var parent: IncidentID?
    package var context: String
    package var symptom: String
    package var diagnosis: String
    /// Empty until it is recorded.
    package var resolution: String
    /// Empty until it is recorded.
    package var lesson: String
    package var evidence: [Evidence]
    /// What was left out (``Withheld``); `nil` for nothing.
    package var withheld: [String]?

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

extension IncidentResponse {
    /// The incident as a request with this access may read it.
    package func visible(to access: OperationsAccess) -> IncidentResponse {
        guard access != .tokenHolder else { return self }
        var shown = self
        shown.context = context.withoutQuotations
        shown.symptom = symptom.withoutQuotations
        shown.diagnosis = diagnosis.withoutQuotations
        shown.evidence = access == .visitor ? [] : evidence.map(\.withoutQuotations)
        var left = withheld ?? []
        if access == .visitor, !left.contains(Withheld.evidence) { left.append(Withheld.evidence) }
        let isQuoting =
            (shown.context, shown.symptom, shown.diagnosis) != (context, symptom, diagnosis)
            || access == .reader && shown.evidence != evidence
        if isQuoting, !left.contains(Withheld.quotations) { left.append(Withheld.quotations) }
        shown.withheld = left.isEmpty ? nil : left
        return shown
    }
}

/// `GET /v1/incidents`: newest first.
package struct IncidentPage: Codable, Hashable, Sendable {
    package var incidents: [IncidentResponse]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool

    package init(incidents: [IncidentResponse], next: String?, simulated: Bool) {
        self.incidents = incidents
        self.next = next
        self.simulated = simulated
    }
}
