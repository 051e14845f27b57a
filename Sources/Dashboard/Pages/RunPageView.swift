import API
import Domain

/// The template context of one collection run: what each source gave.
struct RunPageView: Sendable {
    struct SourceLine: Sendable {
        let name: String
        let state: SourcesPage.Badge
        let fetched: String
        let new: String
        let failure: String
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let row: RunStrip.Row?
    let id: String
    let traceID: String
    let host: String
    let lines: [SourceLine]
    /// Why there is nothing to show; empty where there is.
    let reason: String
    let hasReason: Bool
    /// `nil` where it cannot be read.
    let timeline: TraceTimeline?

    init(
        _ run: Run?, timeline: TimelinePage? = nil, id: String, unavailable: Bool, simulated: Bool,
        files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.operationsPage
        self.id = id
        row = run.map { RunStrip.Row($0, in: formatter) }
        traceID = run?.traceID ?? ""
        host = run?.host ?? ""
        reason = run != nil ? "" : unavailable ? labels.unavailable : labels.runNotFound
        hasReason = !reason.isEmpty
        self.timeline = run == nil ? nil : timeline.map { TraceTimeline($0, in: formatter) }
        lines = (run?.sources ?? []).map { report in
            let name = report.part == .news ? report.source.rawValue : report.source.title
            return SourceLine(
                name: name, state: Self.state(report.outcome, in: formatter), fetched: "\(report.fetched)",
                new: "\(report.new)", failure: report.error?.line[formatter.language] ?? "")
        }
        layout = PageLayout(
            title: "\(labels.run) · \(strings.title)", at: .operations,
            address: { "/operations/runs/\(id.percentEncoded)?lang=\($0.rawValue)" }, simulated: simulated,
            files: files.withoutCharts, in: formatter)
    }

    private static func state(_ outcome: SourceReport.Outcome, in formatter: LocalizedFormatter) -> SourcesPage.Badge {
        switch outcome {
        case .ok: .init(kind: "resolved", text: formatter.strings.sources.responds)
        case .failed: .init(kind: "critical", text: formatter.strings.sources.failing)
        default: .init(kind: "flat", text: formatter.strings.sources.notAsked)
        }
    }
}
