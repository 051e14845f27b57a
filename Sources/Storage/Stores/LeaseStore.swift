import Domain

/// Leases in the table `leases`, one row for each held name. They are written first: work waits for them, and a renewal
/// that waits for too long loses its lease.
struct LeaseStore: LeaseRegistry {
    let engine: any SQLEngine

    func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    )
        async throws(ArchiveFailure) -> LeaseResult
    {
        let wanted = Held(holder: holder, until: now + ttl)
        while true {
            guard let held = try await takeIfFree(name, wanted) else { return .taken(abandoned: nil) }
            let isOurs = held.holder == holder
            guard isOurs || held.until <= now || isGone(held.holder) else {
                return .heldBy(held.holder, until: held.until)
            }
            // Compare-and-swap: when another process was faster, the state is read again.
            if try await replace(held, by: wanted, name) { return .taken(abandoned: isOurs ? nil : held.holder.run) }
        }
    }

    func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws(ArchiveFailure)
        -> Bool
    {
        try await engine.write(.first) { database throws(ArchiveFailure) in
            try database.execute(
                "UPDATE leases SET expires_at = ? WHERE \(LeaseRow.isHeldBy)",
                [.time(now + ttl), .text(name)] + LeaseRow.values(holder)) == 1
        }
    }

    func release(_ name: String, for holder: LeaseHolder) async throws(ArchiveFailure) {
        try await engine.write(.first) { database throws(ArchiveFailure) in
            _ = try database.execute(
                "DELETE FROM leases WHERE \(LeaseRow.isHeldBy)", [.text(name)] + LeaseRow.values(holder))
        }
    }

    func holder(of name: String) async throws(ArchiveFailure) -> LeaseHolder? {
        try await engine.read { database throws(ArchiveFailure) in
            guard
                let row = try database.rows("SELECT \(LeaseRow.names) FROM leases WHERE name = ?", [.text(name)]).first
            else { return nil }
            return try LeaseRow.holder(in: row)
        }
    }

    private struct Held: Sendable {
        let holder: LeaseHolder
        let until: Timestamp
    }

    /// `nil` when the lease was free and is now taken, otherwise its holder.
    private func takeIfFree(_ name: String, _ wanted: Held) async throws(ArchiveFailure) -> Held? {
        try await engine.write(.first) { database throws(ArchiveFailure) in
            while true {
                let values = [.text(name)] + LeaseRow.values(wanted.holder) + [.time(wanted.until)]
                if try database.execute(LeaseRow.insertWhereFree, values) == 1 { return nil }
                let rows = try database.rows("SELECT \(LeaseRow.names) FROM leases WHERE name = ?", [.text(name)])
                // Released meanwhile: try again.
                guard let row = rows.first else { continue }
                return Held(holder: try LeaseRow.holder(in: row), until: try row.time(4))
            }
        }
    }

    private func replace(_ held: Held, by wanted: Held, _ name: String) async throws(ArchiveFailure) -> Bool {
        try await engine.write(.first) { database throws(ArchiveFailure) in
            try database.execute(
                """
                UPDATE leases SET run_id = ?, host = ?, process = ?, process_start = ?, expires_at = ?
                WHERE \(LeaseRow.isHeldBy) AND expires_at = ?
                """,
                LeaseRow.values(wanted.holder) + [.time(wanted.until), .text(name)] + LeaseRow.values(held.holder) + [
                    .time(held.until)
                ])
                == 1
        }
    }
}

enum LeaseRow {
    static let names = "run_id, host, process, process_start, expires_at"
    static let insertWhereFree =
        "INSERT INTO leases (name, \(names)) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING"
    static let isHeldBy = "name = ? AND run_id = ? AND host = ? AND process = ? AND process_start = ?"

    static func values(_ holder: LeaseHolder) -> [SQLValue] {
        [.text(holder.run.rawValue), .text(holder.host), .integer(Int64(holder.process)), .text(holder.processStart)]
    }

    static func holder(in row: SQLRow) throws(ArchiveFailure) -> LeaseHolder {
        guard let process = Int32(exactly: try row.integer(2)) else {
            throw .unreadable("the process of a lease is out of range")
        }
        return LeaseHolder(
            run: RunID(rawValue: try row.text(0)), host: try row.text(1), process: process,
            processStart: try row.text(3))
    }
}
