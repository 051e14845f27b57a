import Domain

/// Incidents in the table `incidents`, and their evidence in `incident_evidence`, each line with the id of its report.
///
/// Of a report that adds no line, or whose lines gave way to later ones, one row stays behind the lines that are shown:
/// it says which incident the report belongs to.
struct IncidentStore: IncidentLog {
    let engine: any SQLEngine

    func report(_ incident: Incident) async throws(ArchiveFailure) -> Incident {
        try await engine.write { database throws(ArchiveFailure) in
            let owner = try Self.owner(of: incident, in: database)
            try Self.add(incident.evidence, to: owner, reportedAs: incident.id, in: database)
            guard let kept = try Self.read(owner, in: database) else {
                throw .unreadable("incident \(owner) has gone while it was recorded")
            }
            return kept
        }
    }

    func keep(_ incident: Incident) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            _ = try Self.keep(incident, in: database)
        }
    }

    func incidents(matching query: IncidentQuery, limit: Int) async throws(ArchiveFailure) -> [Incident] {
        var conditions: [String] = []
        var parameters: [SQLValue] = []
        if let state = query.state {
            conditions.append("state = ?")
            parameters.append(.text(state.rawValue))
        }
        if let cause = query.cause {
            conditions.append("cause = ?")
            parameters.append(.text(cause.rawValue))
        }
        if let parent = query.parent {
            conditions.append("parent_id = ?")
            parameters.append(.text(parent.rawValue))
        }
        if let since = query.since {
            conditions.append("opened >= ?")
            parameters.append(.time(since))
        }
        if let before = query.before {
            conditions.append("(opened, id) < (?, ?)")
            parameters += [.time(before.opened), .text(before.id.rawValue)]
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let (found, values) = (
            "SELECT \(IncidentRow.names) FROM incidents \(filter) ORDER BY opened DESC, id DESC LIMIT ?",
            parameters + [.count(max(0, limit))]
        )
        return try await engine.read { database throws(ArchiveFailure) in
            try Self.read(found, values, withEvidence: query.withEvidence, in: database)
        }
    }

    func incident(_ id: IncidentID) async throws(ArchiveFailure) -> Incident? {
        try await engine.read { database throws(ArchiveFailure) in try Self.read(id, in: database) }
    }

    func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T)
        async throws(ArchiveFailure) -> IncidentChange<T>?
    {
        try await engine.write { database throws(ArchiveFailure) in
            // A concurrent change of the same incident waits here, and then sees this one.
            try Self.lock(id, in: database)
            guard let known = try Self.read(id, in: database) else { return nil }
            var incident = known
            let result = change(&incident)
            if incident != known, let other = try Self.keep(incident, in: database) { return .addedTo(other) }
            return .stored(result)
        }
    }

    /// Writes an incident and its evidence. One that would be a second open one of its cause and place, because a newer
    /// one was opened after it had been resolved, only adds its evidence to that one.
    /// - Returns: the open one, where there is one.
    @discardableResult
    private static func keep(_ incident: Incident, in database: any SQLConnection) throws(ArchiveFailure)
        -> IncidentID?
    {
        if incident.state == .open, let other = try open(incident, in: database).first(where: { $0 != incident.id }) {
            try add(incident.evidence, to: other, reportedAs: incident.id, in: database)
            return other
        }
        try database.execute(IncidentRow.upsert, IncidentRow.values(incident))
        try add(incident.evidence, to: incident.id, reportedAs: incident.id, in: database)
        return nil
    }

    /// The open incidents of the same cause and place: at most one, which may be itself.
    private static func open(_ incident: Incident, in database: any SQLConnection) throws(ArchiveFailure)
        -> [IncidentID]
    {
        let rows = try database.rows(
            "SELECT id FROM incidents WHERE cause = ? AND unit = ? AND host = ? AND subject = ? AND state = 'open'",
            [
                .text(incident.cause.rawValue), .text(incident.place.unit ?? ""), .text(incident.place.host ?? ""),
                .text(incident.place.subject ?? ""),
            ])
        var ids: [IncidentID] = []
        for row in rows { ids.append(IncidentID(rawValue: try row.text(0))) }
        return ids
    }

    /// The incident that a report belongs to: the one it was added to before, else the open one of its cause and place,
    /// else itself.
    private static func owner(of incident: Incident, in database: any SQLConnection) throws(ArchiveFailure)
        -> IncidentID
    {
        while true {
            let known = try database.rows(
                "SELECT id FROM incidents WHERE id = ? UNION ALL SELECT incident_id FROM incident_evidence WHERE "
                    + "report_id = ? LIMIT 1",
                [.text(incident.id.rawValue), .text(incident.id.rawValue)])
            if let row = known.first { return IncidentID(rawValue: try row.text(0)) }
            if try database.execute(IncidentRow.insertWhereAbsent, IncidentRow.values(incident)) == 1 {
                return incident.id
            }
            // Closed meanwhile, or reported concurrently by another process: read again.
            if let open = try open(incident, in: database).first { return open }
        }
    }

    /// The positions from which on rows are not shown.
    private static let hidden = Incident.maxEvidence
    /// The hidden rows of an incident: a report that comes again is one of the latest.
    private static let mostHidden = 200

    /// Adds new evidence; known lines beyond the limit give way to it.
    private static func add(
        _ evidence: [Evidence], to owner: IncidentID, reportedAs report: IncidentID, in database: any SQLConnection
    ) throws(ArchiveFailure) {
        // A concurrent addition to the same incident waits here, and then sees this one.
        try lock(owner, in: database)
        let rows = try database.rows(
            "SELECT report_id, \(IncidentRow.evidenceNames) FROM incident_evidence WHERE incident_id = ? AND position < ? "
                + "ORDER BY position",
            [.text(owner.rawValue), .count(hidden)])
        var known: [(report: IncidentID, line: Evidence)] = []
        for row in rows {
            known.append((IncidentID(rawValue: try row.text(0)), try IncidentRow.evidence(in: row, from: 1)))
        }
        let result = Incident.evidence(evidence, addedTo: known.map(\.line))
        let kept = zip(result, known).prefix { $0 == $1.line }.count
        if kept < known.count {
            try database.execute(
                "DELETE FROM incident_evidence WHERE incident_id = ? AND position >= ? AND position < ?",
                [.text(owner.rawValue), .count(kept), .count(hidden)])
        }
        for (position, new) in result.enumerated().dropFirst(kept) {
            try insert(new, at: position, of: owner, reportedAs: report, in: database)
        }
        let own = (report: report, line: evidence.first ?? Evidence(source: "", line: ""))
        for (report, line) in known.dropFirst(kept) + [own] where report != owner {
            try remember(report, line, of: owner, in: database)
        }
    }

    private static func insert(
        _ line: Evidence, at position: Int, of owner: IncidentID, reportedAs report: IncidentID,
        in database: any SQLConnection
    ) throws(ArchiveFailure) {
        try database.execute(
            "INSERT INTO incident_evidence (incident_id, position, report_id, \(IncidentRow.evidenceNames)) VALUES "
                + "(?, ?, ?, ?, ?, ?)",
            [
                .text(owner.rawValue), .count(position), .text(report.rawValue), .time(line.time), .text(line.source),
                .text(line.line),
            ])
    }

    /// Keeps a hidden row of a report that has no other.
    private static func remember(
        _ report: IncidentID, _ line: Evidence, of owner: IncidentID, in database: any SQLConnection
    ) throws(ArchiveFailure) {
        let known = try database.rows(
            "SELECT 1 FROM incident_evidence WHERE report_id = ? AND incident_id = ? LIMIT 1",
            [.text(report.rawValue), .text(owner.rawValue)])
        guard known.isEmpty else { return }
        let last = try database.rows(
            "SELECT COALESCE(MAX(position), 0) FROM incident_evidence WHERE incident_id = ? AND position >= ?",
            [.text(owner.rawValue), .count(hidden)])
        let next = max(hidden, (try last.first?.count(0) ?? 0) + 1)
        try insert(line, at: next, of: owner, reportedAs: report, in: database)
        try database.execute(
            "DELETE FROM incident_evidence WHERE incident_id = ? AND position >= ? AND position <= ?",
            [.text(owner.rawValue), .count(hidden), .count(next - mostHidden)])
    }

    private static func lock(_ id: IncidentID, in database: any SQLConnection) throws(ArchiveFailure) {
        try database.execute("UPDATE incidents SET state = state WHERE id = ?", [.text(id.rawValue)])
    }

    private static func read(_ id: IncidentID, in database: any SQLConnection) throws(ArchiveFailure) -> Incident? {
        try read("SELECT \(IncidentRow.names) FROM incidents WHERE id = ?", [.text(id.rawValue)], in: database).first
    }

    private static func read(
        _ found: String, _ values: [SQLValue], withEvidence: Bool = true, in database: any SQLConnection
    ) throws(ArchiveFailure) -> [Incident] {
        let shown = withEvidence ? "position < \(hidden)" : "1 = 0"
        let rows = try database.rows(
            """
            SELECT \(IncidentRow.names), \(IncidentRow.evidenceNames), position FROM (\(found)) AS found
            LEFT JOIN incident_evidence ON incident_evidence.incident_id = found.id AND \(shown)
            ORDER BY opened DESC, id DESC, position
            """, values)
        var incidents: [Incident] = []
        for row in rows {
            if try row.text(0) != incidents.last?.id.rawValue { incidents.append(try IncidentRow.incident(in: row)) }
            if try row.textIfAny(IncidentRow.width + 1) != nil {
                incidents[incidents.count - 1].evidence.append(
                    try IncidentRow.evidence(in: row, from: IncidentRow.width))
            }
        }
        return incidents
    }
}
