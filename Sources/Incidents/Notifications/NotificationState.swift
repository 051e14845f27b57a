package import Domain

/// What has been announced of which incident, and what is due: each is announced once when it opens or comes back, once when it is over, and
/// in between as often as somebody wants to be reminded. A pure function.
package struct NotificationState: Hashable, Sendable, Codable {
    struct Told: Hashable, Sendable, Codable {
        /// ``Incident/reopened`` when its opening was told last.
        var reopened: Int
        var isOver: Bool
        /// How often its opening was told.
        var openings: Int
        var reminders: Int
        var last: Timestamp
    }

    var told: [String: Told] = [:]

    package init() {}

    /// How long an incident that is over is remembered, and one that nobody had heard of is still worth a word.
    static let remembered: Duration = .days(30)
    static let news: Duration = .hours(1)

    /// - Parameters:
    ///   - incidents: open ones and those that were resolved lately. Those that follow from another one are told with it.
    ///   - remindEvery: `nil` for never.
    package mutating func due(_ incidents: [Incident], now: Timestamp, remindEvery: Duration?) -> [Notice] {
        var notices: [Notice] = []
        for incident in incidents.sorted(by: { $0.opened < $1.opened })
        where incident.state.isKnown && (incident.parent == nil || told[incident.id.rawValue] != nil) {
            let isOver = incident.state == .resolved
            var known =
                told[incident.id.rawValue] ?? Told(reopened: -1, isOver: true, openings: 0, reminders: 0, last: now)
            let isNew = known.reopened < incident.reopened
            // What was over before anybody listened is history.
            if isNew, isOver, incident.resolved.map({ now - $0 > Self.news }) ?? true { continue }
            if isNew || known.isOver && !isOver {
                known.openings += 1
                known.reopened = incident.reopened
                known.isOver = false
                known.last = now
                notices.append(Notice(.opened, of: incident, number: known.openings, at: now))
            }
            if isOver, !known.isOver {
                notices.append(Notice(.resolved, of: incident, number: known.openings, at: now))
                known.isOver = true
                known.last = now
            } else if !isOver, let remindEvery, now - known.last >= remindEvery {
                known.reminders += 1
                known.last = now
                notices.append(Notice(.reminder, of: incident, number: known.reminders, at: now))
            }
            told[incident.id.rawValue] = known
        }
        told = told.filter { !$0.value.isOver || now - $0.value.last <= Self.remembered }
        return notices
    }
}
