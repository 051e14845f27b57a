import API
import Domain

/// The open incidents on the main page: critical ones prominently, warnings in small print.
struct IncidentNotice: Sendable {
    let critical: [IncidentSummary]
    let warnings: [IncidentSummary]
    let more: String
    let hasMore: Bool

    /// Incidents shown of each severity; the list shows the others.
    private static let maxPerSeverity = 2
    /// Open incidents requested.
    static let queryLimit = 50

    /// A consequence of another open incident is left out.
    init(_ incidents: Loadable<IncidentPage>, in formatter: LocalizedFormatter) {
        let open = (incidents.value?.incidents ?? []).filter { $0.state == .open }
        let ids = Set(open.map(\.id))
        let roots = open.filter { incident in incident.parent.map { !ids.contains($0) } ?? true }
        let critical = roots.filter { $0.severity == .critical }
        let warnings = roots.filter { $0.severity != .critical }
        self.critical = critical.prefix(Self.maxPerSeverity).map { IncidentSummary($0, in: formatter) }
        self.warnings = warnings.prefix(Self.maxPerSeverity).map { IncidentSummary($0, in: formatter) }
        let hidden = max(0, critical.count - Self.maxPerSeverity) + max(0, warnings.count - Self.maxPerSeverity)
        hasMore = hidden > 0
        let strings = formatter.strings.incidents
        more = hidden == 1 ? strings.oneMore : DashboardStrings.fill(strings.more, ["n": "\(hidden)"])
    }
}
