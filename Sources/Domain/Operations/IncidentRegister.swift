/// Statistics over incidents: counts, mean times to detect, explain and recover, recurring causes.
package struct IncidentRegister: Codable, Hashable, Sendable {
    /// The maximum number of counted incidents, newest first.
    package static let most = 10_000

    package var count: Int
    package var open: Int
    /// From start to detection, over all incidents. Seconds; `nil` without incidents.
    package var meanSecondsToDetect: Double?
    /// From detection to the root cause, over the explained ones. Seconds.
    package var meanSecondsToExplain: Double?
    /// From start to resolution, over the resolved ones. Seconds.
    package var meanSecondsToRecover: Double?
    /// Most frequent first.
    package var causes: [CauseCount]
    /// What occurred more than once at the same place, most frequent first.
    package var returning: [Return]

    package struct CauseCount: Codable, Hashable, Sendable {
        package var cause: Cause
        package var count: Int
        package var open: Int
    }

    package struct Return: Codable, Hashable, Sendable {
        package var cause: Cause
        package var host: String?
        package var unit: String?
        package var subject: String?
        /// Incidents plus reopenings.
        package var times: Int
        /// When it was last detected.
        package var last: Timestamp

        package var place: Incident.Place { Incident.Place(host: host, unit: unit, subject: subject) }
    }

    private enum CodingKeys: String, CodingKey {
        case count, open, causes, returning
        case meanSecondsToDetect = "mean_seconds_to_detect", meanSecondsToExplain = "mean_seconds_to_explain"
        case meanSecondsToRecover = "mean_seconds_to_recover"
    }

    package init(_ incidents: [Incident]) {
        count = incidents.count
        open = incidents.count { $0.state == .open }
        meanSecondsToDetect = Self.mean(incidents.map { $0.opened - $0.began })
        meanSecondsToExplain = Self.mean(
            incidents.compactMap { incident in incident.explained.map { $0 - incident.opened } })
        meanSecondsToRecover = Self.mean(
            incidents.compactMap { incident in
                incident.state == .resolved ? incident.resolved.map { $0 - incident.began } : nil
            })
        causes = Dictionary(grouping: incidents, by: \.cause)
            .map { CauseCount(cause: $0, count: $1.count, open: $1.count { $0.state == .open }) }
            .sorted { ($1.count, $0.cause.rawValue) < ($0.count, $1.cause.rawValue) }
        returning = Dictionary(grouping: incidents) { Repeated(cause: $0.cause, place: $0.place) }.compactMap(
            Return.init
        )
        .sorted { ($1.times, $1.last, $0.cause.rawValue) < ($0.times, $0.last, $1.cause.rawValue) }
    }

    fileprivate struct Repeated: Hashable {
        let cause: Cause
        let place: Incident.Place
    }

    /// Clocks of two hosts differ: a negative duration counts as zero.
    private static func mean(_ durations: [Duration]) -> Double? {
        guard !durations.isEmpty else { return nil }
        let milliseconds = durations.reduce(0) { $0 + Double(max(0, $1.wholeMilliseconds)) }
        return (milliseconds / Double(durations.count)).rounded() / 1000
    }
}

extension IncidentRegister.Return {
    /// `nil` for what occurred once.
    fileprivate init?(_ what: IncidentRegister.Repeated, _ incidents: [Incident]) {
        let times = incidents.reduce(0) { $0.addingClamped(1).addingClamped($1.reopened) }
        guard times > 1, let last = incidents.map(\.opened).max() else { return nil }
        self.init(
            cause: what.cause, host: what.place.host, unit: what.place.unit, subject: what.place.subject, times: times,
            last: last)
    }
}
