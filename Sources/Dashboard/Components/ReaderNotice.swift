import API
import Domain

/// What a reader of the market is told about open incidents: one line, in the reader's words. Details are on the page
/// of the incident.
struct ReaderNotice: Sendable {
    let text: String
    let href: String

    /// Open incidents requested.
    static let queryLimit = 50

    /// `nil` where no incident touches what the reader sees.
    init?(_ incidents: Loadable<IncidentPage>, in formatter: LocalizedFormatter) {
        let roots = Self.roots(incidents).filter { $0.severity == .critical }
        guard let worst = roots.max(by: { Self.rank($0.cause) < Self.rank($1.cause) }) else { return nil }
        let strings = formatter.strings.notice
        let reason =
            switch Self.kind(worst.cause) {
            case .source: Self.sources(roots.filter { Self.kind($0.cause) == .source }, strings)
            case .network: strings.network
            case .collection: strings.collection
            case .database: strings.database
            case .service: strings.service
            }
        let isDelay = Self.kind(worst.cause) != .service && !(Self.kind(worst.cause) == .source && Self.isNews(worst))
        text = DashboardStrings.fill(isDelay ? strings.delayed : strings.degraded, ["reason": reason])
        href = roots.count == 1 ? "/incidents/" + worst.id.rawValue.percentEncoded : "/incidents"
    }

    /// The open incidents that no other open one caused.
    static func roots(_ incidents: Loadable<IncidentPage>) -> [IncidentResponse] {
        let open = (incidents.value?.incidents ?? []).filter { $0.state == .open }
        let ids = Set(open.map(\.id))
        return open.filter { incident in incident.parent.map { !ids.contains($0) || $0 == incident.id } ?? true }
    }

    /// How many sources do not respond.
    private static func sources(_ incidents: [IncidentResponse], _ strings: NoticeStrings) -> String {
        let prices = incidents.filter { !isNews($0) }
        if prices.isEmpty { return strings.news }
        // One incident of all of them.
        if prices.contains(where: { $0.subject == SourceReport.Part.prices.rawValue }) { return strings.noSource }
        let count = Set(prices.map(\.subject)).count
        return count == 1 ? strings.oneSource : DashboardStrings.fill(strings.sources, ["n": "\(count)"])
    }

    /// Whether it concerns feeds, which are named by their host.
    private static func isNews(_ incident: IncidentResponse) -> Bool {
        incident.subject.map { $0 == SourceReport.Part.news.rawValue || $0.contains(".") } ?? false
    }

    private enum Kind: Int {
        case service, source, network, collection, database
    }

    private static func kind(_ cause: Cause) -> Kind {
        let name = cause.rawValue
        func begins(_ prefixes: [String]) -> Bool { prefixes.contains { name.hasPrefix($0) } }
        if begins(["source-"]) { return .source }
        if begins(["network-", "dns-", "tls-"]) { return .network }
        if begins(["schedule-", "collector-", "cron-"]) { return .collection }
        if begins(["database-", "disk-full"]) { return .database }
        return .service
    }

    private static func rank(_ cause: Cause) -> Int { kind(cause).rawValue }
}
