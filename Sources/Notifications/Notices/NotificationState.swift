package import Domain

/// Which notifications were enqueued for which incident, and which are due: one when it opens or reopens, one when it
/// is resolved, and reminders in between. Pure.
package struct NotificationState: Hashable, Sendable, Codable {
    struct Record: Hashable, Sendable, Codable {
        /// ``Incident/reopened`` at the newest opening notice.
        var reopened: Int
        var isResolved: Bool
        /// Number of the newest opening notice.
        var openings: Int
        var reminders: Int
        /// Time of the newest notice.
        var last: Timestamp

        // Names of the file format.
        private enum CodingKeys: String, CodingKey {
            case reopened, openings, reminders, last
            case isResolved = "isOver"
        }
    }

    /// By incident.
    var records: [String: Record] = [:]

    // Name of the file format.
    private enum CodingKeys: String, CodingKey { case records = "told" }

    package init() {}

    /// How long the record of a resolved incident is kept.
    static let retention: Duration = .days(30)
    /// Age up to which an incident that was opened and resolved unseen is still notified.
    static let maximumAge: Duration = .hours(1)

    /// - Parameters:
    ///   - incidents: open and recently resolved ones. A consequence is notified with its root.
    ///   - reminderInterval: `nil` for no reminders.
    package mutating func due(_ incidents: [Incident], now: Timestamp, reminderInterval: Duration?) -> [Notice] {
        var notices: [Notice] = []
        for incident in incidents.sorted(by: { $0.opened < $1.opened })
        where incident.state.isKnown && (incident.parent == nil || records[incident.id.rawValue] != nil) {
            let isResolved = incident.state == .resolved
            var record =
                records[incident.id.rawValue]
                ?? Record(reopened: -1, isResolved: true, openings: 0, reminders: 0, last: now)
            let isNew = record.reopened < incident.reopened
            // Resolved long before notifications were configured.
            if isNew, isResolved, incident.resolved.map({ now - $0 > Self.maximumAge }) ?? true { continue }
            if isNew || record.isResolved && !isResolved {
                // As a host counts that has seen all of it: what was sent under a number is not sent again.
                record.openings = max(record.openings, incident.reopened).addingClamped(1)
                record.reopened = incident.reopened
                record.isResolved = false
                record.last = now
                notices.append(Notice(.opened, of: incident, number: record.openings, at: now))
            }
            if isResolved, !record.isResolved {
                notices.append(Notice(.resolved, of: incident, number: record.openings, at: now))
                record.isResolved = true
                record.last = now
            } else if !isResolved, let reminderInterval, now - record.last >= reminderInterval {
                let passed = Int(exactly: ((now - incident.opened) / reminderInterval).rounded(.down)) ?? 0
                record.reminders = max(record.reminders.addingClamped(1), passed)
                record.last = now
                notices.append(Notice(.reminder, of: incident, number: record.reminders, at: now))
            }
            records[incident.id.rawValue] = record
        }
        records = records.filter { !$0.value.isResolved || now - $0.value.last <= Self.retention }
        return notices
    }
}
