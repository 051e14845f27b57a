import API
import Domain

/// What the main page says of incidents that are open: critical ones so that nobody misses them, warnings in small letters.
struct IncidentNotice: Sendable {
    let critical: [IncidentLine]
    let warnings: [IncidentLine]
    let more: String
    let hasMore: Bool

    /// Lines of a kind; what is beyond them stands in the list.
    private static let most = 2
    /// Open incidents that are asked for.
    static let asked = 50

    /// What follows from another one that is open is told there.
    init(_ part: Part<IncidentPage>, in formatter: LocalizedFormatter) {
        let open = (part.value?.incidents ?? []).filter { $0.state == .open }
        let ids = Set(open.map(\.id))
        let roots = open.filter { incident in incident.parent.map { !ids.contains($0) } ?? true }
        let critical = roots.filter { $0.severity == .critical }
        let warnings = roots.filter { $0.severity != .critical }
        self.critical = critical.prefix(Self.most).map { IncidentLine($0, in: formatter) }
        self.warnings = warnings.prefix(Self.most).map { IncidentLine($0, in: formatter) }
        let beyond = max(0, critical.count - Self.most) + max(0, warnings.count - Self.most)
        hasMore = beyond > 0
        more = Phrases.fill(formatter.phrases.incidents.more, ["n": "\(beyond)"])
    }
}
