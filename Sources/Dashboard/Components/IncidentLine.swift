import API
import Domain

/// One incident on one line of a list, or under another as what follows from it.
struct IncidentLine: Sendable {
    let href: String
    let title: String
    let symptom: String
    let hasSymptom: Bool
    let place: String
    let hasPlace: Bool
    let isCritical: Bool
    let severity: Badge
    let state: Badge
    let began: MomentLabel
    /// How long it was so, of one that is over; of one that is not, its beginning tells.
    let lasted: String
    let isOver: Bool

    struct Badge: Sendable {
        let text: String
        /// A class of the style sheet.
        let kind: String
    }

    init(_ incident: IncidentResponse, in formatter: LocalizedFormatter) {
        let words = formatter.phrases.incidents
        href = "/incidents/" + incident.id.rawValue.percentEncoded
        title = incident.cause.title[formatter.language]
        symptom = incident.symptom
        hasSymptom = !symptom.isEmpty
        place =
            Incident.Place(host: incident.host, unit: incident.unit, subject: incident.subject).phrase[
                formatter.language]
        hasPlace = !place.isEmpty
        isCritical = incident.severity == .critical
        let isOpen = incident.state == .open
        isOver = incident.state == .resolved
        // Colours of alarm are for open incidents.
        let alarm = isCritical ? "down" : "warn"
        severity = Badge(text: incident.severity.title[formatter.language], kind: isOpen ? alarm : "flat")
        state = Badge(
            text: incident.state.title[formatter.language], kind: isOpen ? alarm : isOver ? "up" : "flat")
        began = formatter.label(incident.began)
        let duration =
            incident.resolved.map { ($0 - incident.began).phrase[formatter.language].replacing(" ", with: "\u{A0}") }
            ?? "–"
        lasted = Phrases.fill(words.lasted, ["d": duration])
    }
}
