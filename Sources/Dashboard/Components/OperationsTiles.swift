import API
import Domain

/// The overview of the operations page: one tile for each part of the service.
struct OperationsTiles {
    let tiles: [OperationsPage.Tile]

    /// - Parameter runs: newest first.
    init(
        _ status: SourcesResponse, runs: [Run], _ open: Loadable<IncidentPage>, _ analysis: AnalysisResponse?,
        in formatter: LocalizedFormatter
    ) {
        let labels = formatter.strings.operationsPage
        func fill(_ text: String, _ ok: Int, _ count: Int) -> String {
            DashboardStrings.fill(text, ["ok": "\(ok)", "n": "\(count)"])
        }
        func freshness(_ title: String, _ value: SourcesResponse.Freshness?, feeds: Bool) -> OperationsPage.Tile {
            let sources = (status.sources ?? []).filter { ($0.part == .news) == feeds }
            let number =
                sources.isEmpty
                ? ""
                : fill(
                    feeds ? labels.feedsResponding : labels.sourcesResponding,
                    sources.count { $0.error == nil }, sources.count)
            return OperationsPage.Tile(
                title: title,
                state: value.map {
                    $0.fresh
                        ? .init(kind: "resolved", text: labels.fresh) : .init(kind: "critical", text: labels.stale)
                } ?? .init(kind: "flat", text: labels.none),
                age: value.map { formatter.label($0.asOf) }, label: "", number: number)
        }
        var tiles = [
            freshness(labels.prices, status.price, feeds: false), freshness(labels.news, status.news, feeds: true),
        ]
        if let run = runs.first {
            let ended = runs.filter { $0.outcome != .running }
            let well = ended.count { $0.outcome == .ok || $0.outcome == .degraded }
            tiles.append(
                OperationsPage.Tile(
                    title: labels.schedule, state: RunStrip.badge(run.outcome, in: formatter),
                    age: formatter.label(run.started), label: labels.lastRun,
                    number: fill(labels.runsWell, well, ended.count)))
        }
        if status.sources != nil {
            let services = status.services ?? []
            let active = services.count { $0.state == "active" }
            tiles.append(
                OperationsPage.Tile(
                    title: labels.services,
                    state: services.isEmpty
                        ? .init(kind: "flat", text: labels.notManaged)
                        : .init(
                            kind: active == services.count ? "resolved" : "critical",
                            text: fill(labels.unitsRunning, active, services.count)),
                    age: nil, label: "",
                    number: "\(labels.version) \(status.version ?? "–")"))
        }
        if let hours = status.intervals?.first(where: { $0.interval == .oneHour }) {
            tiles.append(
                OperationsPage.Tile(
                    title: labels.database,
                    state: hours.owed == 0
                        ? .init(kind: "resolved", text: labels.noneOwed)
                        : .init(
                            kind: "warning",
                            text: DashboardStrings.fill(
                                labels.owed, ["n": formatter.numbers.count(hours.owed)])),
                    age: nil, label: "",
                    number: DashboardStrings.fill(labels.stored, ["n": formatter.numbers.count(hours.stored)])))
        }
        if let analysis { tiles.append(Self.analysis(analysis, in: formatter)) }
        let roots = ReaderNotice.roots(open)
        tiles.append(
            OperationsPage.Tile(
                title: labels.incidents,
                state: roots.isEmpty
                    ? .init(kind: "resolved", text: labels.noneOpen)
                    : .init(
                        kind: roots.contains { $0.severity == .critical } ? "critical" : "warning",
                        text: formatter.strings.incidents.openLabel(roots.count)),
                age: nil, label: "", number: ""))
        self.tiles = tiles
    }

    /// Who writes, and whether the language model that was asked for did not.
    private static func analysis(_ analysis: AnalysisResponse, in formatter: LocalizedFormatter) -> OperationsPage.Tile
    {
        let labels = formatter.strings.operationsPage
        let isBuiltIn = analysis.provider == "embedded"
        let reason = analysis.fallbackReason.map { ModelOutcome(rawValue: $0).message[formatter.language] }
        return OperationsPage.Tile(
            title: formatter.strings.analysis,
            state: reason != nil
                ? .init(kind: "warning", text: labels.modelFailed)
                : .init(kind: "resolved", text: isBuiltIn ? labels.builtIn : labels.modelWrites),
            age: formatter.label(analysis.asOf), label: "",
            number: reason ?? (isBuiltIn ? "" : "\(analysis.provider) \(analysis.model)"))
    }
}
