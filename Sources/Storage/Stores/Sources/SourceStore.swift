import Domain

/// States of sources in `source_states`, and what they do not have in `source_absences`.
struct SourceStore: SourceLog {
    let engine: any SQLEngine

    private static let columns = SourceStateRow.columns + ["clock_offset", "clock_measured"]

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
        let values: [SQLValue] =
            SourceStateRow.values(state) + [
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
        var state = try SourceStateRow.state(in: row)
        let clock = SourceStateRow.columns.count
        if let measured = try row.timeIfAny(clock + 1) {
            state.clock = SourceState.ClockOffset(.milliseconds(try row.integer(clock)), measured: measured)
        }
        return state
    }
}
