package import Domain

/// A notification about an incident.
package struct Notice: Hashable, Sendable, Codable {
    package struct Event: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let opened = Event(rawValue: "opened")
        package static let reminder = Event(rawValue: "reminder")
        package static let resolved = Event(rawValue: "resolved")
        package static let test = Event(rawValue: "test")

        package static let known: [Event] = [.opened, .reminder, .resolved, .test]
    }

    /// The same for every attempt, so that a receiver can discard duplicates.
    package let id: String
    package let event: Event
    package let time: Timestamp
    package let incident: IncidentID
    package let cause: Cause
    package let severity: Incident.Severity
    package let host: String?
    package let unit: String?
    package let subject: String?
    package let began: Timestamp
    package let opened: Timestamp
    package let resolved: Timestamp?
    package let title: Phrase
    package let text: Phrase
    /// Shows the complete incident.
    package let command: String

    package init(_ event: Event, of incident: Incident, number: Int, at now: Timestamp) {
        id = "\(incident.id)-\(event.rawValue)-\(number)"
        self.event = event
        time = now
        self.incident = incident.id
        cause = incident.cause
        severity = incident.severity
        host = incident.place.host
        unit = incident.place.unit
        subject = incident.place.subject
        began = incident.began
        opened = incident.opened
        resolved = incident.resolved
        let prefix =
            switch event {
            case .reminder: Phrase("Still open: ", fr: "Toujours ouvert\u{A0}: ")
            case .resolved: Phrase("Resolved: ", fr: "Résolu\u{A0}: ")
            case .test: Phrase("Test: ", fr: "Test\u{A0}: ")
            default: Phrase.empty
            }
        let place = incident.place.phrase
        title =
            prefix + incident.cause.title
            + (place.isEmpty ? .empty : Phrase(" (\(place.english))", fr: " (\(place.french))"))
        // It leaves the machine, perhaps for a topic that others read.
        let fault = (incident.symptom + Phrase(verbatim: "\n") + incident.diagnosis).withoutQuotations
        text = event == .resolved ? incident.resolution : fault
        command = "bitcoin-analyzer incidents show \(incident.id)"
    }

    /// Sent by `notify-test`.
    package static func test(host: String, at now: Timestamp) -> Notice {
        let incident = Incident(
            id: .fresh(at: now), cause: .serviceDown, at: Incident.Place(host: host), severity: .warning, opened: now,
            context: .empty,
            symptom: Phrase(
                "This is a test; there is no incident.", fr: "Ceci est un test\u{A0}; il n’y a pas d’incident."),
            diagnosis: .empty)
        return Notice(.test, of: incident, number: 0, at: now)
    }
}
