import Domain

/// Maps the state of a source, or of a feed as a source, to columns of `source_states` and `feeds`.
enum SourceStateRow {
    static let columns = [
        "source", "last_answer", "last_failure", "failure_kind", "failure_message", "failure_hint", "failures",
        "not_before", "pause",
    ]

    static func values(_ state: SourceState) -> [SQLValue] {
        [
            .text(state.source.rawValue), .time(state.lastAnswer), .time(state.lastFailure),
            .text(state.failure?.kind.rawValue), .text(state.failure?.message), .text(state.failure?.hint),
            .count(state.failures), .time(state.notBefore), .text(state.pause?.rawValue),
        ]
    }

    /// - Parameter first: where ``columns`` begin.
    static func state(in row: SQLRow, from first: Int = 0) throws(ArchiveFailure) -> SourceState {
        var failure: SourceReport.Failure?
        if let kind = try row.textIfAny(first + 3) {
            failure = SourceReport.Failure(
                kind: ErrorKind(rawValue: kind), message: try row.textIfAny(first + 4) ?? "",
                hint: try row.textIfAny(first + 5) ?? "")
        }
        return SourceState(
            SourceName(try row.text(first)), lastAnswer: try row.timeIfAny(first + 1),
            lastFailure: try row.timeIfAny(first + 2), failure: failure, failures: try row.count(first + 6),
            notBefore: try row.timeIfAny(first + 7),
            pause: try row.textIfAny(first + 8).map { SourcePause(rawValue: $0) })
    }
}
