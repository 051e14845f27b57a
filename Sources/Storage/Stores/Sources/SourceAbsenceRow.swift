import Domain

/// Maps absences to rows of `source_absences`.
enum SourceAbsenceRow {
    private static let columns = [
        "source", "span", "first_time", "end_time", "reason", "since", "confirmations", "next_check",
    ]
    static let names = columns.joined(separator: ", ")
    static let select = "SELECT \(names) FROM source_absences"
    static let insert =
        "INSERT INTO source_absences (\(names)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    /// The condition of a row of one source and interval that overlaps a range: see ``key(_:_:_:)``.
    static let overlaps = "source = ? AND span = ? AND end_time > ? AND first_time < ?"

    static func key(_ source: SourceName, _ interval: Interval, _ range: TimeRange) -> [SQLValue] {
        [
            .text(source.rawValue), .integer(CandleTable(interval).span), .time(range.start),
            .time(range.end),
        ]
    }

    static func values(_ absence: SourceAbsence) -> [SQLValue] {
        [
            .text(absence.source.rawValue), .integer(CandleTable(absence.interval).span), .time(absence.range.start),
            .time(absence.range.end), .text(absence.reason.rawValue), .time(absence.since),
            .count(absence.confirmations), .time(absence.nextCheck),
        ]
    }

    /// Without those of intervals that this version does not know.
    static func absences(in rows: [SQLRow]) throws(ArchiveFailure) -> [SourceAbsence] {
        var absences: [SourceAbsence] = []
        for row in rows {
            let span = try row.integer(1)
            guard let interval = CandleTable(span: span)?.interval else { continue }
            absences.append(
                SourceAbsence(
                    SourceName(try row.text(0)), interval,
                    TimeRange(try row.time(2), until: try row.time(3)), reason: .init(rawValue: try row.text(4)),
                    since: try row.time(5), confirmations: try row.count(6), nextCheck: try row.time(7)))
        }
        return absences
    }
}
