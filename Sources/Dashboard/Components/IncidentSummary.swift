import API
import Domain

/// One incident in a list, in a notice, or as a consequence of another one.
struct IncidentSummary: Sendable {
    let href: String
    let title: String
    let symptom: String
    let hasSymptom: Bool
    let place: String
    let hasPlace: Bool
    let severity: Badge
    let state: Badge
    let began: TimeLabel
    /// The duration of a resolved incident.
    let duration: String
    let isResolved: Bool

    struct Badge: Sendable {
        let text: String
        /// A CSS class: `up`, `down`, `flat` or `warn`.
        let kind: String
    }

    init(_ incident: IncidentResponse, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.incidents
        href = "/incidents/" + incident.id.rawValue.percentEncoded
        title = incident.cause.title[formatter.language]
        // Pages with several incidents are shared by all readers.
        symptom = incident.symptom.withoutQuotations
        hasSymptom = !symptom.isEmpty
        place =
            Incident.Place(host: incident.host, unit: incident.unit, subject: incident.subject).phrase[
                formatter.language]
        hasPlace = !place.isEmpty
        let isOpen = incident.state == .open
        isResolved = incident.state == .resolved
        // Alarm colours are for open incidents.
        let alarm = incident.severity == .critical ? "down" : "warn"
        severity = Badge(text: incident.severity.title[formatter.language], kind: isOpen ? alarm : "flat")
        state = Badge(
            text: incident.state.title[formatter.language], kind: isOpen ? alarm : isResolved ? "up" : "flat")
        began = formatter.label(incident.began)
        let length = incident.resolved.map { formatter.duration($0 - incident.began) } ?? "–"
        duration = DashboardStrings.fill(strings.duration, ["d": length])
    }
}
