import Domain

/// The tables of a schema version, read from a database in memory to which its migrations were applied, so that there
/// is no second list to keep in step.
struct SchemaCatalog: Sendable {
    struct Table: Sendable {
        let name: String
        let columns: [RowBatch.Column]
        /// The columns of the primary key, in its order.
        let key: [String]
        /// The columns that cannot be NULL.
        let required: Set<String>
        /// The columns of two bytes on a server.
        var small: Set<String> = []

        /// Whether its rows are collected or recorded data, rather than metadata, leases, or names and origins of them.
        var holdsRecords: Bool { !["meta", "leases", "sources", "quotes", "origins"].contains(name) }
    }

    /// In the order of their creation.
    let tables: [Table]

    /// The tables that a copy contains: leases concern one database only.
    var copied: [Table] { tables.filter { $0.name != "leases" } }
    /// The tables whose rows would be lost with the database.
    var records: [Table] { tables.filter(\.holdsRecords) }

    static let versions = "schema_migrations"

    /// The names of the tables of any version, also of those that a later one has dropped.
    static func everyTable() throws(ArchiveFailure) -> [String] {
        var names: [String] = []
        for migration in Migration.all.reversed() {
            names += try SchemaCatalog(version: migration.version).tables.map(\.name).filter { !names.contains($0) }
        }
        return names
    }

    init(version: Int = Migration.newest) throws(ArchiveFailure) {
        tables = try SQLiteScratch.withDatabase { database throws(ArchiveFailure) in
            for migration in Migration.all where migration.version <= version {
                for statement in migration.statements(.sqlite) { try database.execute(statement) }
                try migration.move?(database) { _ in }
            }
            return try Self.tables(in: database)
        }
    }

    private static func tables(in database: any SQLConnection) throws(ArchiveFailure) -> [Table] {
        var columns: [(table: String, column: RowBatch.Column, place: Int, isRequired: Bool, isSmall: Bool)] = []
        let rows = try database.rows(
            """
            SELECT made.name, col.name, col.type, col.pk, col."notnull" FROM sqlite_master AS made, pragma_table_info(made.name) AS col
            WHERE made.type = 'table' ORDER BY made.rowid, col.cid
            """)
        for row in rows {
            let kind: RowBatch.Column.Kind =
                switch try row.text(2) {
                case "BIGINT", "INTEGER", "SMALLINT": .integer
                case "DOUBLE PRECISION": .real
                default: .text
                }
            let column = RowBatch.Column(name: try row.text(1), kind: kind)
            columns.append(
                (try row.text(0), column, try row.count(3), try row.count(4) == 1, try row.text(2) == "SMALLINT"))
        }
        var names: [String] = []
        for column in columns where column.table != names.last { names.append(column.table) }
        return names.map { name in
            let own = columns.filter { $0.table == name }
            return Table(
                name: name, columns: own.map(\.column),
                key: own.filter { $0.place > 0 }.sorted { $0.place < $1.place }.map(\.column.name),
                required: Set(own.filter(\.isRequired).map(\.column.name)),
                small: Set(own.filter(\.isSmall).map(\.column.name)))
        }
    }
}

extension SQLConnection {
    /// The row count of each table, in the given order.
    func counts(_ tables: [SchemaCatalog.Table]) throws(ArchiveFailure) -> [TableCount] {
        var counts: [TableCount] = []
        for table in tables {
            counts.append(
                TableCount(table: table.name, rows: try rows("SELECT COUNT(*) FROM \(table.name)").first?.count(0) ?? 0)
            )
        }
        return counts
    }
}

/// The number of rows of a table.
package struct TableCount: Hashable, Sendable, Encodable {
    /// The name of the table.
    package let table: String
    /// The number of rows.
    package let rows: Int
}
