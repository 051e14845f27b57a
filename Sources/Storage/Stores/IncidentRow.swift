import Domain

/// Maps incidents to rows of `incidents` and `incident_evidence`. A missing host, unit or subject is an empty text, as
/// NULLs are distinct in a unique index.
enum IncidentRow {
    private static let columns =
        [
            "id", "cause", "unit", "severity", "state", "opened", "resolved", "host", "subject", "began", "explained",
            "reopened", "parent_id",
        ] + steps.flatMap { [$0, $0 + "_fr"] }
    private static let steps = ["context", "symptom", "diagnosis", "resolution", "lesson"]
    /// The number of columns of ``names``, which precede those of the evidence.
    static let width = columns.count
    static let names = columns.joined(separator: ", ")
    static let evidenceNames = "seen, source, line"

    private static let insert =
        "INSERT INTO incidents (\(names)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    /// Has no effect when the id exists, or when an incident of the same cause and place is open.
    static let insertWhereAbsent = insert + " ON CONFLICT DO NOTHING"
    static let upsert =
        insert + """
             ON CONFLICT (id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            """

    static func values(_ incident: Incident) -> [SQLValue] {
        [
            .text(incident.id.rawValue), .text(incident.cause.rawValue), .text(incident.place.unit ?? ""),
            .text(incident.severity.rawValue),
            .text(incident.state.rawValue), .time(incident.opened), .time(incident.resolved),
            .text(incident.place.host ?? ""),
            .text(incident.place.subject ?? ""), .time(incident.began), .time(incident.explained),
            .count(incident.reopened),
            .text(incident.parent?.rawValue ?? ""),
        ]
            + [incident.context, incident.symptom, incident.diagnosis, incident.resolution, incident.lesson].flatMap {
                [.text($0.english), .text($0.french)]
            }
    }

    /// The incident without its evidence.
    static func incident(in row: SQLRow) throws(ArchiveFailure) -> Incident {
        func some(_ column: Int) throws(ArchiveFailure) -> String? {
            let text = try row.text(column)
            return text.isEmpty ? nil : text
        }
        func phrase(_ column: Int) throws(ArchiveFailure) -> Phrase {
            Phrase(try row.text(column), fr: try row.text(column + 1))
        }
        return Incident(
            id: IncidentID(rawValue: try row.text(0)), cause: Cause(rawValue: try row.text(1)),
            at: Incident.Place(host: try some(7), unit: try some(2), subject: try some(8)),
            severity: Incident.Severity(rawValue: try row.text(3)),
            state: Incident.State(rawValue: try row.text(4)),
            began: try row.time(9), opened: try row.time(5), explained: try row.timeIfAny(10),
            resolved: try row.timeIfAny(6),
            reopened: try row.count(11), parent: try some(12).map(IncidentID.init), context: try phrase(13),
            symptom: try phrase(15),
            diagnosis: try phrase(17), resolution: try phrase(19), lesson: try phrase(21))
    }

    /// - Parameter first: the index of its first column.
    static func evidence(in row: SQLRow, from first: Int) throws(ArchiveFailure) -> Evidence {
        Evidence(time: try row.timeIfAny(first), source: try row.text(first + 1), line: try row.text(first + 2))
    }
}
