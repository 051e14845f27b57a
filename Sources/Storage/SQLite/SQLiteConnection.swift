import Domain
import GRDB

/// GRDB's connection, used as a driver: our SQL, with cached prepared statements.
struct SQLiteConnection: SQLConnection {
    let database: GRDB.Database
    let file: SQLiteFile

    var dialect: SQLDialect { .sqlite }
    var server: PostgresAddress? { nil }

    func rows(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> [SQLRow] {
        try file.translated {
            var rows: [SQLRow] = []
            try SQLiteExecution.run(try database.cachedStatement(sql: sql), parameters) {
                rows.append(SQLRow(values: $0))
            }
            return rows
        }
    }

    /// Runs a query, one row at a time.
    func forEachRow(_ sql: String, _ body: ([SQLValue]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        try file.translated {
            let cursor = try Row.fetchCursor(try database.makeStatement(sql: sql))
            while let row = try cursor.next() { try body(row.databaseValues.map(Self.value)) }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> Int {
        try file.translated {
            let before = database.totalChangesCount
            let statement = try database.cachedStatement(sql: sql)
            if parameters.isEmpty {
                // May change the schema, which GRDB has to know.
                try statement.execute(arguments: [])
            } else {
                try SQLiteExecution.run(statement, parameters)
            }
            return database.totalChangesCount - before
        }
    }

    func execute(over batch: RowBatch, _ sql: (String) -> String) throws(ArchiveFailure) -> Int {
        try file.translated {
            let before = database.totalChangesCount
            let statement = try database.cachedStatement(sql: sql(dialect.table(of: batch)))
            for row in batch.rows { try SQLiteExecution.run(statement, row) }
            return database.totalChangesCount - before
        }
    }

    func load(_ candles: [CandleNumbers], known: [Int]?, into table: String, origin: Int64) throws(ArchiveFailure) {
        try file.translated {
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO \(table) (minute, origin, open, high, low, close, volume, known)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            try SQLiteBulkInsert(statement: statement).run(candles, known: known, origin: origin)
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let value): .integer(value)
        case .double(let value): .real(value)
        case .string(let value): .text(value)
        // Our schema has no blobs; as null, it fails where text is expected.
        case .blob: .null
        }
    }
}
