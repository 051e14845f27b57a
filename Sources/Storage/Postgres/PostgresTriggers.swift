import Domain

/// Triggers of another program that refuse rows, or drop them without an error.
struct PostgresTriggers {
    private struct Trigger {
        let name: String
        let function: String
        /// Fires for each row before it is written: only such a one can drop it.
        let mayDrop: Bool
        let isBefore: Bool
        let onInsert: Bool
        let onUpdate: Bool
    }

    /// What they do to a row, as PostgreSQL says.
    private enum Outcome {
        case refused(String)
        case dropped(String)

        var line: String {
            switch self {
            case .refused(let line), .dropped(let line): line
            }
        }
    }

    private let table: String
    /// With its schema, for an administrator.
    private let qualified: String
    private var triggers: [Trigger]

    /// The failure of one of them; `nil` where rows are written. Writes to one row of each table that has such
    /// triggers; the caller rolls back.
    static func failure(_ database: any SQLConnection, tables: [String]) throws(ArchiveFailure) -> ArchiveFailure? {
        guard let place = database.server else { return nil }
        for triggers in try read(database, tables: tables) {
            if let outcome = try triggers.outcome(database) { return triggers.failure(place, outcome) }
        }
        return nil
    }

    /// Bits of `tgtype`: 1 for each row, 2 before, 4 insert, 16 update.
    private static func read(_ database: any SQLConnection, tables: [String]) throws(ArchiveFailure)
        -> [PostgresTriggers]
    {
        let rows = try database.rows(
            """
            SELECT c.relname::text, \(PostgresObstacles.qualified), t.tgname::text, p.proname::text, t.tgtype::int
            FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_proc AS p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 20 <> 0
            AND c.oid IN (\(PostgresObstacles.oids(tables)))
            ORDER BY 1, 3
            """)
        var found: [PostgresTriggers] = []
        for row in rows {
            let (table, type) = (try row.text(0), try row.count(4))
            if found.last?.table != table {
                found.append(PostgresTriggers(table: table, qualified: try row.text(1), triggers: []))
            }
            found[found.count - 1].triggers.append(
                Trigger(
                    name: try row.text(2), function: try row.text(3), mayDrop: type & 3 == 3, isBefore: type & 2 != 0,
                    onInsert: type & 4 != 0, onUpdate: type & 16 != 0))
        }
        return found
    }

    private func outcome(_ database: any SQLConnection) throws(ArchiveFailure) -> Outcome? {
        guard try !database.rows("SELECT 1 FROM \(table) LIMIT 1").isEmpty else { return nil }
        if triggers.contains(where: \.onInsert) {
            if let found = try copied(database) { return found }
            // The copy of a row reaches no trigger that fires after it.
            if triggers.contains(where: { $0.onInsert && !$0.isBefore }), let found = try repeated(database) {
                return found
            }
        }
        return triggers.contains(where: \.onUpdate) ? try updated(database) : nil
    }

    /// A second copy of a row is a violation of its key, unless a trigger drops it before.
    private func copied(_ database: any SQLConnection) throws(ArchiveFailure) -> Outcome? {
        try undone(database) { () throws(ArchiveFailure) in
            do throws(ArchiveFailure) {
                let changed = try database.execute("INSERT INTO \(table) SELECT * FROM \(table) LIMIT 1")
                return changed == 0 ? .dropped("a row was inserted without an error, and is not there") : nil
            } catch {
                // The copy waits for a session that has written the row and has not ended.
                let detail = error.detail ?? ""
                return error.kind == .locked || detail.contains("23505") ? nil : .refused(detail)
            }
        }
    }

    /// Inserts a row again that was deleted in the same statement.
    private func repeated(_ database: any SQLConnection) throws(ArchiveFailure) -> Outcome? {
        try undone(database) { () throws(ArchiveFailure) in
            do throws(ArchiveFailure) {
                try database.execute(
                    "WITH row AS (DELETE FROM \(table) WHERE ctid = (SELECT ctid FROM \(table) LIMIT 1 FOR UPDATE SKIP "
                        + "LOCKED) RETURNING *) INSERT INTO \(table) SELECT * FROM row")
                // Also what would fire at the end of the transaction.
                try database.execute("SET CONSTRAINTS ALL IMMEDIATE")
                return nil
            } catch {
                let detail = error.detail ?? ""
                // It may be what refuses the deletion, which the service does not need.
                let isOfInsert = triggers.contains { $0.onInsert && Self.names($0, detail) }
                return error.kind == .locked || error.kind == .authentication || !isOfInsert ? nil : .refused(detail)
            }
        }
    }

    private func updated(_ database: any SQLConnection) throws(ArchiveFailure) -> Outcome? {
        guard let column = try column(database) else { return nil }
        return try undone(database) { () throws(ArchiveFailure) in
            do throws(ArchiveFailure) {
                let changed = try database.execute(
                    "UPDATE \(table) SET \(column) = \(column) WHERE ctid = (SELECT ctid FROM \(table) LIMIT 1 FOR UPDATE "
                        + "SKIP LOCKED)")
                try database.execute("SET CONSTRAINTS ALL IMMEDIATE")
                let isLocked = try database.rows("SELECT 1 FROM \(table) LIMIT 1 FOR UPDATE SKIP LOCKED").isEmpty
                return changed == 0 && !isLocked
                    ? .dropped("a row was updated without an error, and is unchanged") : nil
            } catch {
                return error.kind == .locked ? nil : .refused(error.detail ?? "")
            }
        }
    }

    private func undone(
        _ database: any SQLConnection, _ work: () throws(ArchiveFailure) -> Outcome?
    ) throws(ArchiveFailure) -> Outcome? {
        try database.execute("SAVEPOINT obstacle")
        let found = try work()
        try database.execute("ROLLBACK TO SAVEPOINT obstacle")
        return found
    }

    private func column(_ database: any SQLConnection) throws(ArchiveFailure) -> String? {
        try database.rows(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass('\(table)') AND attnum > 0 AND NOT "
                + "attisdropped AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum DESC LIMIT 1"
        ).first?.text(0)
    }

    /// Whether an error names the function of a trigger: `CONTEXT:  PL/pgSQL function name() line 1 at RAISE`.
    private static func names(_ trigger: Trigger, _ detail: String) -> Bool {
        detail.contains(" \(trigger.function)(") || detail.contains(".\(trigger.function)(")
            || detail.contains("\"\(trigger.function)\"(")
    }

    /// Those that can have done it.
    private func suspects(_ outcome: Outcome) -> [Trigger] {
        let found =
            switch outcome {
            case .refused(let detail): triggers.filter { Self.names($0, detail) }
            case .dropped: triggers.filter(\.mayDrop)
            }
        return found.isEmpty ? triggers : found
    }

    private func failure(_ place: PostgresAddress, _ outcome: Outcome) -> ArchiveFailure {
        let names = suspects(outcome).map(\.name)
        let (english, french) = (Phrase(list: names).english, Phrase(list: names).french)
        return PostgresObstacles.failure(
            place, .readOnly,
            names.count == 1
                ? Phrase(
                    "\(place) does not take what is written: the trigger \(english) on \(table) refuses or drops rows",
                    fr: "\(place) n’accepte pas les écritures\u{A0}: le déclencheur \(french) de \(table) refuse ou "
                        + "ignore des lignes")
                : Phrase(
                    "\(place) does not take what is written: one of the triggers \(english) on \(table) refuses or drops "
                        + "rows",
                    fr:
                        "\(place) n’accepte pas les écritures\u{A0}: l’un des déclencheurs \(french) de \(table) refuse "
                        + "ou ignore des lignes"),
            Phrase(
                "correct that trigger, which is not part of this program, or disable it",
                fr: "corrigez ce déclencheur, qui ne fait pas partie de ce programme, ou désactivez-le"),
            // Where it is not known which one does it, others must not be switched off with it.
            sql: names.count == 1
                ? "ALTER TABLE \(qualified) DISABLE TRIGGER \(PostgresAddress.identifier(names[0]))"
                : "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = '\(qualified)'::regclass AND NOT "
                    + "tgisinternal",
            Evidence(source: "pg_trigger", line: "\(names.joined(separator: ", ")) on \(table): \(outcome.line)"))
    }
}
