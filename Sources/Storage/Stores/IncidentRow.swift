import Domain

/// An incident as a row of `incidents` with rows of `incident_evidence`, and back. No unit is an empty one, so that it can be part of an index.
enum IncidentRow {
    private static let columns = [
        "id", "cause", "unit", "severity", "state", "opened", "resolved", "context", "symptom", "diagnosis", "resolution", "lesson",
    ]
    static let names = columns.joined(separator: ", ")
    static let evidenceNames = "seen, source, line"

    private static let insert = "INSERT INTO incidents (\(names)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    /// Nothing happens when it is known, or when one of its cause and unit is open.
    static let insertWhereAbsent = insert + " ON CONFLICT DO NOTHING"
    static let upsert = insert + """
         ON CONFLICT (id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    static func values(_ incident: Incident) -> [SQLValue] {
        [
            .text(incident.id.rawValue), .text(incident.cause.rawValue), .text(incident.unit ?? ""), .text(incident.severity.rawValue),
            .text(incident.state.rawValue), .time(incident.opened), .time(incident.resolved), .text(incident.context),
            .text(incident.symptom), .text(incident.diagnosis), .text(incident.resolution), .text(incident.lesson),
        ]
    }

    /// Without its evidence.
    static func incident(in row: SQLRow) throws(ArchiveFailure) -> Incident {
        let unit = try row.text(2)
        return Incident(
            id: IncidentID(rawValue: try row.text(0)), cause: try row.name(1), unit: unit.isEmpty ? nil : unit, severity: try row.name(3),
            state: try row.name(4), opened: try row.time(5), resolved: try row.timeIfAny(6), context: try row.text(7),
            symptom: try row.text(8), diagnosis: try row.text(9), resolution: try row.text(10), lesson: try row.text(11))
    }

    /// - Parameter first: the column where its own begin.
    static func evidence(in row: SQLRow, from first: Int) throws(ArchiveFailure) -> Evidence {
        Evidence(time: try row.timeIfAny(first), source: try row.text(first + 1), line: try row.text(first + 2))
    }
}
