import Domain

/// Maps runs to rows of `runs` and `run_sources`.
enum RunRow {
    private static let columns = [
        "id", "trace_id", "command", "triggered_by", "host", "started", "finished", "outcome",
    ]
    private static let sourceColumns = [
        "source", "part", "source_outcome", "fetched", "kept_new", "kept_updated", "kept_unchanged", "error_kind",
        "error_message", "error_hint", "rejected", "not_before", "pause",
    ]

    static let names = columns.joined(separator: ", ")
    static let sourceNames = sourceColumns.joined(separator: ", ")

    static let upsert = """
        INSERT INTO runs (\(names)) VALUES (\(marks(columns.count)))
        ON CONFLICT (id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    static let insertSource =
        "INSERT INTO run_sources (run_id, position, \(sourceNames)) VALUES (\(marks(sourceColumns.count + 2)))"

    static func values(_ run: Run) -> [SQLValue] {
        [
            .text(run.id.rawValue), .text(run.traceID), .text(run.command), .text(run.trigger.rawValue),
            .text(run.host),
            .time(run.started), .time(run.finished), .text(run.outcome.rawValue),
        ]
    }

    static func values(_ report: SourceReport) -> [SQLValue] {
        [
            .text(report.source.rawValue), .text(report.part.rawValue), .text(report.outcome.rawValue),
            .count(report.fetched),
            .count(report.new), .count(report.updated), .count(report.unchanged), .text(report.error?.kind.rawValue),
            .text(report.error?.message), .text(report.error?.hint), .count(report.rejected),
            .time(report.nextAttempt?.notBefore), .text(report.nextAttempt?.reason.rawValue),
        ]
    }

    static func run(in row: SQLRow) throws(ArchiveFailure) -> Run {
        Run(
            id: RunID(rawValue: try row.text(0)), traceID: try row.text(1), command: try row.text(2),
            trigger: Trigger(rawValue: try row.text(3)),
            host: try row.text(4), started: try row.time(5), finished: try row.timeIfAny(6),
            outcome: RunOutcome(rawValue: try row.text(7)))
    }

    /// `nil` for a run without sources.
    static func source(in row: SQLRow) throws(ArchiveFailure) -> SourceReport? {
        guard let name = try row.textIfAny(8) else { return nil }
        let kept = WriteResult(new: try row.count(12), updated: try row.count(13), unchanged: try row.count(14))
        var report = SourceReport(
            source: SourceName(name), part: SourceReport.Part(rawValue: try row.text(9)), fetched: try row.count(11),
            kept: kept)
        report.outcome = SourceReport.Outcome(rawValue: try row.text(10))
        report.rejected = try row.count(18)
        if try row.textIfAny(15) != nil {
            report.error = SourceReport.Failure(
                kind: ErrorKind(rawValue: try row.text(15)), message: try row.text(16), hint: try row.text(17))
        }
        if let notBefore = try row.timeIfAny(19) {
            report.nextAttempt = SourceReport.NextAttempt(
                notBefore, SourcePause(rawValue: try row.textIfAny(20) ?? ""))
        }
        return report
    }

    private static func marks(_ count: Int) -> String { repeatElement("?", count: count).joined(separator: ", ") }
}
