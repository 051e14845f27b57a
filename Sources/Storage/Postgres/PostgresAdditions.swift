import Domain

/// What was added to the tables of this program on a server, or taken from them, so that they refuse what it writes:
/// columns that have to be filled, rules, constraints, and keys that are gone.
enum PostgresAdditions {
    /// `nil` where nothing keeps rows from being written. Copies a row of tables with constraints of others; the caller
    /// rolls back.
    static func failure(_ database: any SQLConnection, _ catalog: SchemaCatalog) throws(ArchiveFailure)
        -> ArchiveFailure?
    {
        guard let place = database.server else { return nil }
        let tables = catalog.tables.map(\.name)
        if let failure = try column(database, place, catalog) { return failure }
        if let failure = try key(database, place, catalog) { return failure }
        if let failure = try rule(database, place, tables) { return failure }
        return try constraint(database, place, tables)
    }

    /// A column that this program does not fill, and that cannot be empty.
    private static func column(_ database: any SQLConnection, _ place: PostgresAddress, _ catalog: SchemaCatalog)
        throws(ArchiveFailure) -> ArchiveFailure?
    {
        let known = Set(catalog.tables.flatMap { table in table.columns.map { "\(table.name).\($0.name)" } })
        let rows = try database.rows(
            """
            SELECT c.relname::text, a.attname::text, \(PostgresObstacles.qualified)
            FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
            AND c.oid IN (\(PostgresObstacles.oids(catalog.tables.map(\.name)))) ORDER BY 1, 2
            """)
        for row in rows {
            let (table, column) = (try row.text(0), try row.text(1))
            guard !known.contains("\(table).\(column)") else { continue }
            return PostgresObstacles.failure(
                place, .schemaDamaged,
                Phrase(
                    "\(place) refuses rows of \(table): its column \(column), which is not part of this program, must "
                        + "not be empty",
                    fr:
                        "\(place) refuse les lignes de \(table)\u{A0}: sa colonne \(column), qui ne fait pas partie de "
                        + "ce programme, ne peut pas être vide"),
                Phrase(
                    "give that column a default, or let it be empty",
                    fr: "donnez à cette colonne une valeur par défaut, ou laissez-la vide"),
                sql: "ALTER TABLE \(try row.text(2)) ALTER COLUMN \(PostgresAddress.identifier(column)) DROP NOT NULL",
                Evidence(source: "pg_attribute", line: "\(table).\(column) is NOT NULL without a default"))
        }
        return nil
    }

    /// A primary key that is gone: no row can be replaced without it.
    private static func key(_ database: any SQLConnection, _ place: PostgresAddress, _ catalog: SchemaCatalog)
        throws(ArchiveFailure) -> ArchiveFailure?
    {
        let rows = try database.rows(
            """
            SELECT c.relname::text, \(PostgresObstacles.qualified)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid IN (\(PostgresObstacles.oids(catalog.tables.filter { !$0.key.isEmpty }.map(\.name))))
            AND NOT EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid)
            ORDER BY 1
            """)
        for row in rows {
            let table = try row.text(0)
            guard let key = catalog.tables.first(where: { $0.name == table })?.key else { continue }
            let columns = key.joined(separator: ", ")
            return PostgresObstacles.failure(
                place, .schemaDamaged,
                Phrase(
                    "\(place) has no primary key of \(table) any more, so that no row can be replaced",
                    fr: "\(place) n’a plus de clé primaire pour \(table)\u{A0}: aucune ligne ne peut être remplacée"),
                Phrase(
                    "make it again; rows that were stored twice meanwhile have to go first",
                    fr: "recréez-la\u{A0}; les lignes enregistrées deux fois entre-temps doivent d’abord disparaître"),
                sql: "ALTER TABLE \(try row.text(1)) ADD PRIMARY KEY (\(columns))",
                Evidence(source: "pg_index", line: "\(table) has no unique index on (\(columns))"))
        }
        return nil
    }

    /// A rule that does something else than what is written. `ON CONFLICT` fails beside any.
    private static func rule(_ database: any SQLConnection, _ place: PostgresAddress, _ tables: [String])
        throws(ArchiveFailure) -> ArchiveFailure?
    {
        let rows = try database.rows(
            """
            SELECT c.relname::text, r.rulename::text, \(PostgresObstacles.qualified)
            FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE r.ev_type IN ('2', '3') AND r.ev_enabled <> 'D' AND c.oid IN (\(PostgresObstacles.oids(tables)))
            ORDER BY 1, 2 LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let (table, name) = (try row.text(0), try row.text(1))
        return PostgresObstacles.failure(
            place, .readOnly,
            Phrase(
                "\(place) does not take what is written: the rule \(name) rewrites what is written to \(table)",
                fr: "\(place) n’accepte pas les écritures\u{A0}: la règle \(name) récrit ce qui est écrit dans \(table)"
            ),
            Phrase(
                "disable that rule, which is not part of this program",
                fr: "désactivez cette règle, qui ne fait pas partie de ce programme"),
            sql: "ALTER TABLE \(try row.text(2)) DISABLE RULE \(PostgresAddress.identifier(name))",
            Evidence(source: "pg_rewrite", line: "\(name) on \(table)"))
    }

    /// A constraint of others (`CHECK`, a foreign key, an exclusion) that refuses a copy of a row that is stored.
    private static func constraint(_ database: any SQLConnection, _ place: PostgresAddress, _ tables: [String])
        throws(ArchiveFailure) -> ArchiveFailure?
    {
        let rows = try database.rows(
            """
            SELECT DISTINCT c.relname::text, \(PostgresObstacles.qualified)
            FROM pg_constraint AS o JOIN pg_class AS c ON c.oid = o.conrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE o.contype IN ('c', 'f', 'x') AND c.oid IN (\(PostgresObstacles.oids(tables))) ORDER BY 1
            """)
        for row in rows {
            let (table, qualified) = (try row.text(0), try row.text(1))
            var refused: String?
            try database.execute("SAVEPOINT obstacle")
            do throws(ArchiveFailure) {
                try database.execute("INSERT INTO \(table) SELECT * FROM \(table) LIMIT 1")
            } catch {
                let detail = error.detail ?? ""
                // check_violation, foreign_key_violation, exclusion_violation
                if ["23514", "23503", "23P01"].contains(where: detail.contains) { refused = detail }
            }
            try database.execute("ROLLBACK TO SAVEPOINT obstacle")
            guard let refused else { continue }
            let names = try database.rows(
                "SELECT conname::text FROM pg_constraint WHERE contype IN ('c', 'f', 'x') AND conrelid = "
                    + "to_regclass('\(table)') ORDER BY 1")
            let all = try names.map { row throws(ArchiveFailure) in try row.text(0) }
            // Quotation marks are those of the server's language.
            let named = all.filter { name in
                [("\"", "\""), ("« ", " »"), ("«\u{A0}", "\u{A0}»"), ("„", "“"), ("»", "«"), ("“", "”")].contains {
                    refused.contains($0.0 + name + $0.1)
                }
            }
            let culprit = named.count == 1 ? named.first : all.count == 1 ? all.first : nil
            let name = culprit ?? all.joined(separator: ", ")
            return PostgresObstacles.failure(
                place, .schemaDamaged,
                Phrase(
                    "\(place) refuses rows of \(table): the constraint \(name), which is not part of this program, "
                        + "forbids them",
                    fr:
                        "\(place) refuse les lignes de \(table)\u{A0}: la contrainte \(name), qui ne fait pas partie "
                        + "de ce programme, les interdit"),
                Phrase("correct that constraint, or drop it", fr: "corrigez cette contrainte, ou supprimez-la"),
                sql: culprit.map { "ALTER TABLE \(qualified) DROP CONSTRAINT \(PostgresAddress.identifier($0))" },
                Evidence(source: "pg_constraint", line: "\(name) on \(table): \(refused)"))
        }
        return nil
    }
}
