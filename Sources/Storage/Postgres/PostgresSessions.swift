import Domain

/// What `pg_stat_activity` and `pg_locks` say about other sessions: who blocks us, and who uses the connections
/// (https://www.postgresql.org/docs/current/monitoring-stats.html). A user without pg_read_all_stats sees of others'
/// sessions the process, the user and the program only.
enum PostgresSessions {
    /// For a person: the sessions of each program, most first.
    static let counted =
        "SELECT usename, application_name, client_addr, state, count(*) FROM pg_stat_activity WHERE backend_type = "
        + "'client backend' GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC"
    /// For a person: the sessions that others wait for, and those that are idle in a transaction.
    static let holding =
        "SELECT pid, usename, application_name, client_addr, state, now() - xact_start AS since, query FROM "
        + "pg_stat_activity WHERE pid IN (SELECT unnest(pg_blocking_pids(pid)) FROM pg_stat_activity) OR state LIKE "
        + "'idle in transaction%' ORDER BY xact_start"

    /// How long a session of ours waits before that counts as blocked.
    private static let waiting = "2 seconds"
    /// How long another program may stay idle in a transaction that has changed our tables.
    private static let idle = "60 seconds"

    /// The background processes of the server, such as autovacuum, are not programs to be ended. Their kind is hidden
    /// from a user without pg_read_all_stats, like that of others' sessions.
    private static let isClient = "COALESCE(s.backend_type, 'client backend') = 'client backend'"
    /// Those of other programs first: ours may wait for them, and may not be ended.
    private static let order =
        "(s.application_name = '\(PostgresConnector.applicationName)'), s.xact_start NULLS LAST LIMIT 5"

    private static let described = """
        s.pid::bigint, s.usename::text, s.application_name, COALESCE(host(s.client_addr), 'a local socket'), s.state,
        EXTRACT(EPOCH FROM clock_timestamp() - COALESCE(s.xact_start, s.state_change))::bigint, left(s.query, 1000)
        """

    /// The sessions that hold a lock which one of our sessions waits for, or will wait for.
    static func blocking(_ database: any SQLConnection, tables: [String]) throws(ArchiveFailure) -> [Session] {
        let names = tables.map { "to_regclass('\($0)')" }.joined(separator: ", ")
        return try sessions(
            database.rows(
                """
                SELECT \(described) FROM pg_stat_activity AS s
                WHERE s.pid <> pg_backend_pid() AND \(isClient) AND s.pid IN (
                    SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity AS w
                    WHERE w.application_name = '\(PostgresConnector.applicationName)' AND w.datname = current_database()
                    AND w.wait_event_type = 'Lock' AND clock_timestamp() - w.query_start > interval '\(waiting)'
                    UNION
                    SELECT l.pid FROM pg_locks AS l JOIN pg_stat_activity AS i ON i.pid = l.pid
                    WHERE l.granted AND l.locktype = 'relation' AND l.relation IN (\(names))
                    AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
                    AND i.application_name <> '\(PostgresConnector.applicationName)'
                    AND i.state LIKE 'idle in transaction%' AND clock_timestamp() - i.state_change > interval '\(idle)'
                ) ORDER BY \(order)
                """))
    }

    /// The sessions that hold a lock now that excludes writers: one of our tables, or the one that our writers of
    /// candles wait for.
    static func holding(_ database: any SQLConnection, tables: [String]) throws(ArchiveFailure) -> [Session] {
        let names = tables.map { "to_regclass('\($0)')" }.joined(separator: ", ")
        return try sessions(
            database.rows(
                """
                SELECT \(described) FROM pg_stat_activity AS s
                WHERE s.pid <> pg_backend_pid() AND \(isClient) AND s.pid IN (
                    SELECT l.pid FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
                    WHERE l.granted AND d.datname = current_database() AND (
                        l.locktype = 'relation' AND l.relation IN (\(names))
                        AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                        OR l.locktype = 'advisory' AND (l.classid::bigint << 32) | l.objid::bigint
                        IN (\(SQLDialect.candleLockKey), \(SQLDialect.migrationLockKey))
                    )
                ) ORDER BY \(order)
                """))
    }

    /// The number of sessions, where as many are open as the server accepts from this user.
    static func exhausted(_ database: any SQLConnection) throws(ArchiveFailure) -> (used: Int, limit: Int)? {
        let rows = try database.rows(
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
            current_setting('max_connections')::bigint
                - CASE WHEN rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::bigint END
            FROM pg_roles WHERE rolname = current_user
            """)
        guard let row = rows.first else { return nil }
        let (used, limit) = (try row.count(0), try row.count(1))
        return used >= limit ? (used, limit) : nil
    }

    /// The sessions of each program, most first, as evidence.
    static func users(_ database: any SQLConnection) throws(ArchiveFailure) -> [Evidence] {
        let rows = try database.rows(
            """
            SELECT COALESCE(usename::text, ''), application_name, COALESCE(host(client_addr), 'a local socket'), count(*)
            FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 5
            """)
        var users: [Evidence] = []
        for row in rows {
            let program = try row.text(1)
            users.append(
                Evidence(
                    source: "pg_stat_activity",
                    line: "\(try row.count(3)) sessions of user \(try row.text(0)), program "
                        + "'\(program.printableLine(limit: 60))', from \(try row.text(2))"))
        }
        return users
    }

    private static func sessions(_ rows: [SQLRow]) throws(ArchiveFailure) -> [Session] {
        var sessions: [Session] = []
        for row in rows {
            sessions.append(
                Session(
                    process: try row.integer(0), user: try row.textIfAny(1) ?? "unknown",
                    program: (try row.textIfAny(2) ?? "").printableLine(limit: 60), from: try row.text(3),
                    state: try row.textIfAny(4), seconds: row.values[5] == .null ? nil : try row.integer(5),
                    query: PostgresStatement.withoutTexts(try row.textIfAny(6) ?? "").condensedLine(limit: 160)))
        }
        return sessions
    }

    /// Another session of the server.
    struct Session {
        let process: Int64
        let user: String
        let program: String
        let from: String
        /// `nil` where this user may not see it.
        let state: String?
        /// How long its transaction is open.
        let seconds: Int64?
        let query: String

        /// Whether it is of a command or service of this program.
        var isOurs: Bool { program == PostgresConnector.applicationName }

        /// The end of a sentence.
        var phrase: Phrase {
            let name = program.isEmpty ? "" : "\(program), "
            let time = seconds.map { Duration.seconds($0).phrase }
            return Phrase(
                "session \(process) (\(name)user \(user), from \(from)",
                fr: "la session \(process) (\(name)utilisateur \(user), depuis \(from)")
                + (time.map { Phrase(", for \($0.english))", fr: ", depuis \($0.french))") } ?? Phrase(verbatim: ")"))
        }

        var evidence: Evidence {
            Evidence(
                source: "pg_stat_activity",
                line:
                    "session \(process) of \(program.isEmpty ? "an unnamed program" : program), user \(user), from \(from), "
                    + "\(state ?? "state not visible to this user")"
                    + (seconds.map { ", transaction open for \($0) s" } ?? "")
                    + (query.isEmpty ? "" : ": \(query)"))
        }
    }
}

extension ArchiveFailure {
    /// A lock that other sessions hold.
    /// - Parameter detail: of the failure that was met, where one was.
    static func locked(_ address: PostgresAddress, by sessions: [PostgresSessions.Session], detail: String? = nil)
        -> ArchiveFailure
    {
        let first = sessions.first
        let end = first.flatMap { $0.isOurs ? nil : address.superuser("SELECT pg_terminate_backend(\($0.process))") }
        var failure = ArchiveFailure(
            .locked,
            Phrase("\(address) is locked by ", fr: "\(address) est verrouillée par ")
                + (first?.phrase ?? Phrase("another session", fr: "une autre session")),
            hint: first?.isOurs == true
                ? Phrase(
                    "another command of this program is writing; wait until it has finished",
                    fr: "une autre commande de ce programme écrit\u{A0}; attendez qu’elle ait fini")
                : Phrase(
                    "let that program finish; if it is idle, close its transaction, or end the session",
                    fr:
                        "laissez finir ce programme\u{A0}; s’il est inactif, fermez sa transaction, ou terminez la session"
                ),
            detail: detail,
            command: end ?? address.superuser(PostgresSessions.holding))
        failure.reasons = sessions.map(\.evidence)
        return failure
    }
}
