import Domain

/// What an administrator of a server may put between this program and its tables, without an error that says so:
/// another schema, row security, triggers, a standby that commits wait for.
enum PostgresObstacles {
    /// A finding whose remedy is SQL for the administrator of the server.
    static func failure(
        _ server: PostgresAddress, _ kind: ArchiveFailure.Kind, _ message: Phrase, _ hint: Phrase, sql: String?,
        _ reason: Evidence
    ) -> ArchiveFailure {
        var failure = ArchiveFailure(kind, message, hint: hint, command: sql.map { server.superuser($0) })
        failure.reasons = [reason]
        return failure
    }

    /// The tables of this role in another schema than the one that it uses now: new ones would be a second, empty
    /// database beside the first. `nil` where there are none, or where the address itself names the schema.
    static func otherSchema(_ database: any SQLConnection) throws(ArchiveFailure) -> ArchiveFailure? {
        guard let place = database.server else { return nil }
        let rows = try database.rows(
            """
            SELECT n.nspname::text, COALESCE(current_schema()::text, ''), s.source, s.setting,
                current_user::text, current_database()::text
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, pg_settings AS s
            WHERE s.name = 'search_path' AND s.source <> 'client' AND c.relname = '\(SchemaCatalog.versions)'
            AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user
            AND n.nspname IS DISTINCT FROM current_schema()
            AND EXISTS (SELECT 1 FROM pg_class AS o WHERE o.relnamespace = n.oid AND o.relname IN ('runs', 'candles_1h'))
            ORDER BY 1 LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let (schema, current) = (try row.text(0), try row.text(1))
        let (source, setting) = (try row.text(2), try row.text(3))
        let user = PostgresAddress.identifier(try row.text(4))
        let name = PostgresAddress.identifier(try row.text(5))
        // Of a path that nobody set for this role or database, it is unknown whether it was reset or whether this is a
        // second installation: another path for the role would give both the same tables.
        let sql: String? =
            switch source {
            case "user": "ALTER ROLE \(user) RESET search_path"
            case "database user": "ALTER ROLE \(user) IN DATABASE \(name) RESET search_path"
            case "database": "ALTER DATABASE \(name) RESET search_path"
            default: nil
            }
        let hint =
            sql == nil
            ? ownSchema(schema, current)
            : Phrase(
                "set search_path back; nothing was written to the other schema",
                fr: "rétablissez search_path\u{A0}; rien n’a été écrit dans l’autre schéma")
        return failure(
            place, .otherSchema,
            Phrase(
                "\(place) has the tables of this program in the schema \(schema), but its sessions now use "
                    + (current.isEmpty ? "none" : current),
                fr: "\(place) a les tables de ce programme dans le schéma \(schema), mais ses sessions utilisent "
                    + "maintenant \(current.isEmpty ? "aucun schéma" : current)"),
            hint, sql: sql, Evidence(source: "pg_settings", line: "search_path = \(setting) (source: \(source))"))
    }

    /// How an address names its schema.
    private static func ownSchema(_ schema: String, _ current: String) -> Phrase {
        func option(_ schema: String) -> String {
            let isPlain = schema.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
            return "?options=-csearch_path%3D" + (isPlain ? schema : "%22\(schema)%22")
        }
        let known = Phrase(
            "add \(option(schema)) to DATABASE_URL to use these tables",
            fr: "ajoutez \(option(schema)) à DATABASE_URL pour utiliser ces tables")
        guard !current.isEmpty else { return known }
        return known
            + Phrase(
                ", or \(option(current)) where this is a second installation; nothing was written",
                fr: ", ou \(option(current)) s’il s’agit d’une seconde installation\u{A0}; rien n’a été écrit")
    }

    /// A table whose rows row-level security hides from this role, or whose writes it refuses.
    static func rowSecurity(_ database: any SQLConnection, tables: [String]) throws(ArchiveFailure)
        -> ArchiveFailure?
    {
        guard let place = database.server else { return nil }
        let rows = try database.rows(
            """
            SELECT c.relname::text, (c.relforcerowsecurity AND pg_get_userbyid(c.relowner) = current_user)::int,
                \(qualified)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid IN (\(oids(tables))) AND row_security_active(c.oid) ORDER BY 1 LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let table = try row.text(0)
        let isForced = try row.count(1) == 1
        let sql = "ALTER TABLE \(try row.text(2)) " + (isForced ? "NO FORCE" : "DISABLE") + " ROW LEVEL SECURITY"
        return failure(
            place, .authentication,
            Phrase(
                "\(place) hides rows of \(table) from this user (row-level security)",
                fr: "\(place) cache des lignes de \(table) à cet utilisateur (sécurité au niveau des lignes)"),
            Phrase(
                "exempt the owner of the tables from the policies, or give this user a policy for all rows",
                fr: "dispensez le propriétaire des tables de ces règles, ou donnez à cet utilisateur une règle pour "
                    + "toutes les lignes"), sql: sql,
            Evidence(
                source: "pg_class",
                line: "row security is active on \(table)" + (isForced ? ", also for its owner" : "")))
    }

    /// Commits of ours that wait for a synchronous standby.
    static func standby(_ database: any SQLConnection) throws(ArchiveFailure) -> ArchiveFailure? {
        guard let place = database.server else { return nil }
        let rows = try database.rows(
            """
            SELECT count(*), current_setting('synchronous_standby_names') FROM pg_stat_activity
            WHERE wait_event = 'SyncRep' AND datname = current_database() AND usename = current_user
            AND clock_timestamp() - query_start > interval '2 seconds'
            """)
        guard let row = rows.first, try row.count(0) > 0 else { return nil }
        return failure(
            place, .locked,
            Phrase(
                "commits to \(place) wait for a synchronous standby that does not confirm them",
                fr: "les validations de \(place) attendent un serveur de secours synchrone qui ne les confirme pas"),
            Phrase(
                "start the standby again, or take it out of synchronous_standby_names",
                fr: "redémarrez le serveur de secours, ou retirez-le de synchronous_standby_names"),
            sql: "SELECT application_name, state, sync_state FROM pg_stat_replication; SHOW synchronous_standby_names",
            Evidence(
                source: "pg_stat_activity",
                line: "wait_event SyncRep; synchronous_standby_names = \(try row.text(1))"))
    }

    /// The name of a table for an administrator, whose sessions have another search_path.
    static let qualified = "quote_ident(n.nspname) || '.' || quote_ident(c.relname)"

    static func oids(_ tables: [String]) -> String {
        tables.map { "to_regclass('\($0)')" }.joined(separator: ", ")
    }
}
