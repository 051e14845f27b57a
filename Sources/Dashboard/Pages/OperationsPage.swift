import API
import Domain

/// What the operations page reads; each part may have failed alone.
struct OperationsSnapshot: Sendable {
    let status: Loadable<SourcesResponse>
    /// `nil` where the reader may not read them.
    let runs: Loadable<RunPage>?
    let quality: Loadable<ModelQualityResponse>?
    let open: Loadable<IncidentPage>
    let resolved: Loadable<IncidentPage>
    /// `nil` where there is none, or it cannot be read.
    let analysis: AnalysisResponse?
    /// Newest first; empty where the reader may not read them.
    var releases: [ReleaseNote] = []
}

/// The template context of the operations page: whether all is well, and what is not.
struct OperationsPage: Sendable {
    struct Tile: Sendable {
        let title: String
        let state: SourcesPage.Badge
        let age: TimeLabel?
        /// Before the age: `last run`.
        let label: String
        let number: String
    }

    struct ServiceRow: Sendable {
        let unit: String
        let state: SourcesPage.Badge
        let restarts: String
        let since: TimeLabel?
    }

    struct ReleaseRow: Sendable {
        let version: String
        let time: TimeLabel
        let state: SourcesPage.Badge
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let staleNotice: StaleNotice?
    let verdict: String
    /// A CSS class: `up`, `down` or `flat`.
    let verdictKind: String
    let verdictSign: String
    let tiles: [Tile]
    let openIncidents: [IncidentSummary]
    let hasOpenIncidents: Bool
    let recentIncidents: [IncidentSummary]
    let hasRecentIncidents: Bool
    /// Whether the details are for operators only.
    let isWithheld: Bool
    let hasTokenAddress: Bool
    /// Whether an operator may sign in, or is signed in.
    let canSignIn: Bool
    let isSignedIn: Bool
    let sourceRows: [SourceRow]
    let hasSources: Bool
    let runStrip: RunStrip?
    let quality: QualityPanel?
    let serviceRows: [ServiceRow]
    let hasServices: Bool
    let releaseRows: [ReleaseRow]
    let hasReleases: Bool
    let version: String
    let asOf: TimeLabel?

    /// Runs requested: three days of hourly ones.
    static let runLimit = 72
    static let resolvedLimit = 5
    /// Releases shown.
    private static let releaseLimit = 10

    init(
        _ snapshot: OperationsSnapshot, access: OperationsAccess, hasToken: Bool, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.operationsPage
        staleNotice = StaleNotice(
            snapshot.status, empty: labels.unavailable, unavailable: labels.unavailable, in: formatter)
        let status = snapshot.status.value
        (verdict, verdictKind, verdictSign) = Self.verdict(snapshot, in: formatter)
        openIncidents = ReaderNotice.roots(snapshot.open).map { IncidentSummary($0, in: formatter) }
        hasOpenIncidents = !openIncidents.isEmpty
        recentIncidents = (snapshot.resolved.value?.incidents ?? []).map { IncidentSummary($0, in: formatter) }
        hasRecentIncidents = !recentIncidents.isEmpty
        isWithheld = status.map { $0.sources == nil } ?? false
        hasTokenAddress = isWithheld && hasToken
        isSignedIn = access == .tokenHolder
        canSignIn = hasToken && !isSignedIn
        let sources = status?.sources ?? []
        sourceRows = (sources.filter { $0.part != .news } + sources.filter { $0.part == .news }).map {
            SourceRow($0, in: formatter)
        }
        hasSources = !sourceRows.isEmpty
        let runs = snapshot.runs?.value?.runs ?? []
        runStrip = runs.isEmpty ? nil : RunStrip(runs, in: formatter)
        quality = snapshot.quality?.value.map { QualityPanel($0, in: formatter) }
        serviceRows = (status?.services ?? []).map { service in
            let isActive = service.state == "active"
            return ServiceRow(
                unit: service.unit, state: .init(kind: isActive ? "resolved" : "critical", text: service.state),
                restarts: "\(service.restarts)", since: service.since.map(formatter.label))
        }
        hasServices = !serviceRows.isEmpty
        releaseRows = snapshot.releases.prefix(Self.releaseLimit).map { release in
            ReleaseRow(
                version: release.version, time: formatter.label(release.time),
                state: .init(kind: release.wentLive ? "flat" : "warning", text: release.outcome[formatter.language]))
        }
        hasReleases = !releaseRows.isEmpty
        version = status?.version ?? "–"
        asOf = status.map { formatter.label($0.asOf) }
        tiles =
            status.map { OperationsTiles($0, runs: runs, snapshot.open, snapshot.analysis, in: formatter).tiles } ?? []
        layout = PageLayout(
            title: "\(labels.heading) · \(strings.title)", at: .operations,
            address: { "/operations?lang=\($0.rawValue)" },
            health: HealthChip(
                snapshot.open, isStale: status?.price?.fresh == false, isAway: status == nil, in: formatter),
            simulated: status?.simulated == true, files: files.withoutCharts, in: formatter)
    }

    /// One sentence: that all is well, or what is not.
    private static func verdict(_ snapshot: OperationsSnapshot, in formatter: LocalizedFormatter) -> (
        String, String, String
    ) {
        let labels = formatter.strings.operationsPage
        guard let status = snapshot.status.value, snapshot.status.failure == nil else {
            return (labels.unknown, "flat", "?")
        }
        let causes =
            (status.problems?.map(\.cause) ?? ReaderNotice.roots(snapshot.open).map { Optional($0.cause) })
            .map { $0?.title[formatter.language] ?? labels.unexplained }
        var seen: Set<String> = []
        let names = causes.filter { seen.insert($0).inserted }
        guard !names.isEmpty else {
            return status.healthy == false ? (labels.unknown, "flat", "?") : (labels.well, "up", "●")
        }
        let text = DashboardStrings.fill(
            names.count == 1 ? labels.oneProblem : labels.problems,
            ["n": "\(names.count)", "causes": names.joined(separator: formatter.language.listSeparator)])
        return (text, "down", "■")
    }
}

extension Language {
    /// Between the names of a list whose names may contain commas.
    fileprivate var listSeparator: String {
        switch self {
        case .english: "; "
        case .french: "\u{A0}; "
        }
    }
}
