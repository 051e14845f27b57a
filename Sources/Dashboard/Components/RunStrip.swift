import API
import Domain

/// The newest collection runs: a strip of bars, and the last ten as a table.
struct RunStrip: Sendable {
    struct Bar: Sendable {
        let x: String
        /// A CSS class: `ok`, `degraded`, `failed` or `running`.
        let kind: String
        /// `23 Nov, 19:00: succeeded`.
        let label: String
    }

    struct Row: Sendable {
        let href: String
        let started: TimeLabel
        let duration: String
        let outcome: SourcesPage.Badge
        let command: String
        let kept: String
    }

    let description: String
    let viewBox: String
    let bars: [Bar]
    let rows: [Row]

    /// The width of a bar with its gap, in units.
    private static let step = 10
    private static let rowCount = 10

    /// - Parameter runs: newest first, at least one.
    init(_ runs: [Run], in formatter: LocalizedFormatter) {
        let labels = formatter.strings.operationsPage
        func count(_ outcomes: RunOutcome...) -> String { "\(runs.count { outcomes.contains($0.outcome) })" }
        description = DashboardStrings.fill(
            labels.runsDescription,
            [
                "n": "\(runs.count)", "ok": count(.ok), "degraded": count(.degraded),
                "failed": count(.failed, .abandoned),
            ])
        viewBox = "0 0 \(OperationsPage.runLimit * Self.step) 40"
        bars = runs.enumerated().map { index, run in
            Bar(
                x: "\((OperationsPage.runLimit - 1 - index) * Self.step + 1)", kind: Self.kind(run.outcome),
                label: formatter.dates.dayAndHour(run.started) + formatter.colon
                    + run.outcome.phrase[formatter.language])
        }
        rows = runs.prefix(Self.rowCount).map { Row($0, in: formatter) }
    }

    static func kind(_ outcome: RunOutcome) -> String {
        switch outcome {
        case .ok: "ok"
        case .degraded: "degraded"
        case .running: "running"
        default: "failed"
        }
    }
}

extension RunStrip.Row {
    init(_ run: Run, in formatter: LocalizedFormatter) {
        href = "/operations/runs/" + run.id.rawValue.percentEncoded
        started = formatter.label(run.started)
        duration =
            run.finished.map { formatter.duration($0 - run.started) } ?? formatter.strings.operationsPage.inProgress
        outcome = RunStrip.badge(run.outcome, in: formatter)
        command = run.command
        kept = "\(run.sources.reduce(0) { $0 + $1.new })"
    }
}

extension RunStrip {
    static func badge(_ outcome: RunOutcome, in formatter: LocalizedFormatter) -> SourcesPage.Badge {
        let kinds = ["ok": "resolved", "degraded": "warning", "failed": "critical", "running": "flat"]
        return SourcesPage.Badge(
            kind: kinds[kind(outcome)] ?? "flat", text: outcome.phrase[formatter.language])
    }
}
