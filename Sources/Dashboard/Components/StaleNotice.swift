import API
import Domain

/// Why a panel could not be loaded, and since when its last known values date.
struct StaleNotice: Sendable {
    let reason: String
    /// The text before `readAt`; `nil` when no earlier value is known.
    let lastKnown: String?
    let readAt: TimeLabel?

    /// `nil` when the value was just loaded.
    init?<Value>(_ value: Loadable<Value>, empty: String, unavailable: String, in formatter: LocalizedFormatter) {
        guard let failure = value.failure else { return nil }
        if formatter.hidesOutages, case .unavailable = failure { return nil }
        switch failure {
        case .empty: reason = empty
        case .unavailable: reason = unavailable
        }
        if case .cached(_, let readAt, _) = value {
            lastKnown = formatter.strings.lastKnown
            self.readAt = formatter.label(readAt)
        } else {
            lastKnown = nil
            readAt = nil
        }
    }

    /// That the API does not respond.
    /// - Parameter readAt: when the data shown was read; `nil` where there is none.
    init(outage readAt: Timestamp?, in formatter: LocalizedFormatter) {
        reason = formatter.strings.notice.outage
        lastKnown = readAt == nil ? nil : formatter.strings.lastKnown
        self.readAt = readAt.map(formatter.label)
    }
}
