import Domain

/// The tables of a version of the schema, as its migrations make them: read from a database in memory that they have
/// just made, so that no second list of tables and columns can disagree with them.
struct SchemaCatalog: Sendable {
    struct Table: Sendable {
        let name: String
        let columns: [RowBatch.Column]
        /// Names of the columns of the primary key, in its order.
        let key: [String]

        /// Whether its rows are what was collected and recorded, and not notes about the database or about who works on
        /// it now.
        var holdsRecords: Bool { name != "meta" && name != "leases" }
    }

    /// In the order in which they were made.
    let tables: [Table]

    /// Who works on a database now is not part of what is copied from it: in another one nobody does.
    var copied: [Table] { tables.filter { $0.name != "leases" } }
    /// Their rows are what would be lost.
    var records: [Table] { tables.filter(\.holdsRecords) }

    static let versions = "schema_migrations"

    init(version: Int = Migration.newest) throws(ArchiveFailure) {
        tables = try SQLiteScratch.withDatabase { database throws(ArchiveFailure) in
            for migration in Migration.all where migration.version <= version {
                for statement in migration.statements(.sqlite) { try database.execute(statement) }
            }
            return try Self.tables(in: database)
        }
    }

    private static func tables(in database: any SQLConnection) throws(ArchiveFailure) -> [Table] {
        var columns: [(table: String, column: RowBatch.Column, place: Int)] = []
        let rows = try database.rows(
            """
            SELECT made.name, col.name, col.type, col.pk FROM sqlite_master AS made, pragma_table_info(made.name) AS col
            WHERE made.type = 'table' ORDER BY made.rowid, col.cid
            """)
        for row in rows {
            let kind: RowBatch.Column.Kind =
                switch try row.text(2) {
                case "BIGINT", "SMALLINT": .integer
                case "DOUBLE PRECISION": .real
                default: .text
                }
            columns.append((try row.text(0), RowBatch.Column(name: try row.text(1), kind: kind), try row.count(3)))
        }
        var names: [String] = []
        for column in columns where column.table != names.last { names.append(column.table) }
        return names.map { name in
            let own = columns.filter { $0.table == name }
            return Table(
                name: name, columns: own.map(\.column),
                key: own.filter { $0.place > 0 }.sorted { $0.place < $1.place }.map(\.column.name))
        }
    }
}

extension SQLConnection {
    /// Rows of each table, in their order.
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

/// How many rows a table has.
package struct TableCount: Hashable, Sendable, Encodable {
    package let table: String
    package let rows: Int
}
