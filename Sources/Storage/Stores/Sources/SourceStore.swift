import Domain

/// States of sources in `source_states`, and what they do not have in `source_absences`.
struct SourceStore: SourceLog {
    let engine: any SQLEngine

    private static let columns = [
        "source", "last_answer", "last_failure", "failure_kind", "failure_message", "failure_hint", "failures",
        "not_before", "pause", "clock_offset", "clock_measured",
    ]

    func states() async throws(ArchiveFailure) -> [SourceState] {
        try await engine.read { database throws(ArchiveFailure) in
            var states: [SourceState] = []
            for row in try database.rows(
                "SELECT \(Self.columns.joined(separator: ", ")) FROM source_states ORDER BY source")
            {
                states.append(try Self.state(in: row))
            }
            return states
        }
    }

    func record(_ state: SourceState) async throws(ArchiveFailure) {
        let values: [SQLValue] = [
            .text(state.source.rawValue), .time(state.lastAnswer), .time(state.lastFailure),
            .text(state.failure?.kind.rawValue), .text(state.failure?.message), .text(state.failure?.hint),
            .count(state.failures), .time(state.notBefore), .text(state.pause?.rawValue),
            state.clock.map { .integer($0.offset.wholeMilliseconds) } ?? .null, .time(state.clock?.measured),
        ]
        let columns = Self.columns
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                """
                INSERT INTO source_states (\(columns.joined(separator: ", ")))
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                ON CONFLICT (source) DO UPDATE SET
                \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
                """, values)
        }
    }

    func absences(of source: SourceName, _ interval: Interval, in range: TimeRange) async throws(ArchiveFailure)
        -> [SourceAbsence]
    {
        try await engine.read { database throws(ArchiveFailure) in
            try SourceAbsenceRow.absences(
                in: database.rows(
                    "\(SourceAbsenceRow.select) WHERE \(SourceAbsenceRow.overlaps) ORDER BY first_time",
                    SourceAbsenceRow.key(source, interval, range)))
        }
    }

    func replaceAbsences(
        of source: SourceName, _ interval: Interval, in range: TimeRange, with absences: [SourceAbsence]
    ) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            try database.execute(
                "DELETE FROM source_absences WHERE \(SourceAbsenceRow.overlaps)",
                SourceAbsenceRow.key(source, interval, range))
            for absence in absences {
                try database.execute(SourceAbsenceRow.insert, SourceAbsenceRow.values(absence))
            }
        }
    }

    func absences(limit: Int) async throws(ArchiveFailure) -> [SourceAbsence] {
        try await engine.read { database throws(ArchiveFailure) in
            try SourceAbsenceRow.absences(
                in: database.rows(
                    """
                    SELECT \(SourceAbsenceRow.names) FROM (
                        SELECT \(SourceAbsenceRow.names), ROW_NUMBER() OVER (
                            PARTITION BY source ORDER BY end_time - first_time DESC, first_time) AS place
                        FROM source_absences
                    ) AS placed WHERE place <= ? ORDER BY source, span, first_time
                    """, [.count(max(0, limit))]))
        }
    }

    private static func state(in row: SQLRow) throws(ArchiveFailure) -> SourceState {
        var failure: SourceReport.Failure?
        if let kind = try row.textIfAny(3) {
            failure = SourceReport.Failure(
                kind: ErrorKind(rawValue: kind), message: try row.textIfAny(4) ?? "", hint: try row.textIfAny(5) ?? "")
        }
        var clock: SourceState.ClockOffset?
        if let measured = try row.timeIfAny(10) {
            clock = SourceState.ClockOffset(.milliseconds(try row.integer(9)), measured: measured)
        }
        return SourceState(
            SourceName(try row.text(0)), lastAnswer: try row.timeIfAny(1), lastFailure: try row.timeIfAny(2),
            failure: failure, failures: try row.count(6), notBefore: try row.timeIfAny(7),
            pause: try row.textIfAny(8).map { SourcePause(rawValue: $0) }, clock: clock)
    }
}
