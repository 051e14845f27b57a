import API
import Domain

/// The health of the service in the masthead: a sign, a word, and the way to the details.
struct HealthChip: Sendable {
    /// A CSS class: `up`, `warn`, `down` or `flat`.
    let kind: String
    let sign: String
    let text: String

    /// - Parameters:
    ///   - isStale: whether the price is stale.
    ///   - isAway: whether the API does not respond.
    init(_ incidents: Loadable<IncidentPage>, isStale: Bool, isAway: Bool, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.masthead
        let roots = ReaderNotice.roots(incidents)
        (kind, sign, text) =
            if isAway || roots.contains(where: { $0.severity == .critical }) {
                ("down", "■", strings.degraded)
            } else if isStale {
                ("warn", "▲", strings.delayed)
            } else if incidents.failure != nil {
                ("flat", "?", strings.unknown)
            } else if roots.isEmpty {
                ("up", "●", strings.healthy)
            } else {
                ("warn", "▲", Self.count(roots.count, in: formatter))
            }
    }

    private static func count(_ open: Int, in formatter: LocalizedFormatter) -> String {
        formatter.strings.incidents.openLabel(open)
    }
}
