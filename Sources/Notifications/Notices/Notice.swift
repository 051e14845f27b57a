package import Domain
import FoundationEssentials

/// A notification: of an incident, of a price alert, or the daily summary.
package struct Notice: Hashable, Sendable, Codable {
    package struct Event: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let opened = Event(rawValue: "opened")
        package static let reminder = Event(rawValue: "reminder")
        package static let resolved = Event(rawValue: "resolved")
        package static let test = Event(rawValue: "test")
        package static let alert = Event(rawValue: "alert")
        package static let summary = Event(rawValue: "summary")

        package static let known: [Event] = [.opened, .reminder, .resolved, .test, .alert, .summary]
    }

    /// The same for every attempt and every host, so that a receiver can discard duplicates.
    package let id: String
    package let event: Event
    package let time: Timestamp
    /// Those up to ``resolved`` are of incidents only.
    package private(set) var incident: IncidentID?
    package private(set) var cause: Cause?
    package private(set) var severity: Incident.Severity?
    package private(set) var host: String?
    package private(set) var unit: String?
    package private(set) var subject: String?
    package private(set) var began: Timestamp?
    package private(set) var opened: Timestamp?
    package private(set) var resolved: Timestamp?
    package private(set) var alert: AlertDetails?
    package private(set) var summary: DailySummary?
    package let title: Phrase
    package let text: Phrase
    /// Shows more.
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

    /// Of a price alert.
    package init(_ alert: AlertDetails, title: Phrase, text: Phrase, at now: Timestamp) {
        id = "alert-\(alert.id)-\(alert.number)"
        event = .alert
        time = now
        self.alert = alert
        (self.title, self.text) = (title, text)
        command = "bitcoin-analyzer alerts"
    }

    /// Of a day.
    package init(_ summary: DailySummary, title: Phrase, text: Phrase, at now: Timestamp) {
        id = "summary-\(summary.date)"
        event = .summary
        time = now
        self.summary = summary
        (self.title, self.text) = (title, text)
        command = "bitcoin-analyzer status"
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

extension Notice {
    /// A price alert that was reached.
    package struct AlertDetails: Hashable, Sendable, Codable {
        package let id: String
        /// Counts the times that it was sent, from 1.
        package let number: Int
        package let kind: PriceAlertKind
        /// What was waited for.
        package let price: Double?
        package let percent: Double?
        package let hours: Int?
        package let quote: Quote
        package let note: String
        /// The newest price, its time, and the price that reached the condition.
        package let close: Double
        package let asOf: Timestamp
        package let reached: Double
        /// As a share, of `moved` only.
        package let change: Double?

        private enum CodingKeys: String, CodingKey {
            case id, number, kind, price, percent, hours, quote, note, close, reached, change
            case asOf = "as_of"
        }

        package init(_ alert: PriceAlert, close: Double, asOf: Timestamp, reached: Double, change: Double?) {
            (id, number, quote, note) = (alert.id, alert.firings, alert.quote, alert.note)
            (kind, price) = (alert.condition.kind, alert.condition.price)
            (percent, hours) = (alert.condition.percent, alert.condition.hours)
            (self.close, self.asOf, self.reached, self.change) = (close, asOf, reached, change)
        }
    }

    /// A day in numbers. What is not known is absent.
    package struct DailySummary: Hashable, Sendable, Codable {
        /// `2026-01-31`, in the zone of the settings.
        package let date: String
        package let price: Double
        package let quote: Quote
        package let asOf: Timestamp
        /// Over 24 hours, as a share.
        package let change: Double?
        package let low: Double?
        package let high: Double?
        /// Opened in 24 hours, and open now.
        package let incidents: Int
        package let openIncidents: Int

        private enum CodingKeys: String, CodingKey {
            case date, price, quote, change, low, high, incidents
            case asOf = "as_of"
            case openIncidents = "open_incidents"
        }

        package init(
            date: String, price: Double, quote: Quote, asOf: Timestamp, change: Double?, low: Double?, high: Double?,
            incidents: Int, openIncidents: Int
        ) {
            (self.date, self.price, self.quote, self.asOf) = (date, price, quote, asOf)
            (self.change, self.low, self.high) = (change, low, high)
            (self.incidents, self.openIncidents) = (incidents, openIncidents)
        }
    }

    /// The name of what happened, in webhooks and in the database.
    package var kind: String {
        switch event {
        case .alert: "price.alert"
        case .summary: "summary.daily"
        default: "incident.\(event.rawValue)"
        }
    }

    /// How it is marked where a channel has colours or icons.
    package enum Tone: Sendable {
        case critical, warning, good, info
    }

    package var tone: Tone {
        switch event {
        case .resolved: .good
        case .alert, .summary, .test: .info
        default: severity == .critical ? .critical : .warning
        }
    }

    /// The text of a message to people.
    package func body(in language: Language) -> String {
        alert == nil && summary == nil ? text[language] + "\n" + command : text[language]
    }

    /// How long it is worth sending.
    package var lifetime: Duration { incident == nil ? .hours(24) : .days(7) }

    /// As it waits in the database.
    package func queued() throws -> QueuedNotice {
        QueuedNotice(
            id: id, kind: kind, created: time,
            content: String(decoding: try JSONEncoder.compact.encode(self), as: UTF8.self))
    }

    /// `nil` for one of a newer program.
    package init?(_ queued: QueuedNotice) {
        guard let notice = try? JSONDecoder().decode(Notice.self, from: Data(queued.content.utf8)) else { return nil }
        self = notice
    }
}
