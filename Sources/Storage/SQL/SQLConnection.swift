import Domain

/// A connection used by one unit of work, inside its transaction. Blocks the calling thread.
protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs a query; each `?` in the SQL is replaced by the next parameter.
    func rows(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> [SQLRow]

    /// Runs a statement, and returns the number of changed rows.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> Int

    /// Runs a statement over many rows, at once or one by one, whichever is faster on this engine, and returns the
    /// number of changed rows.
    /// - Parameter sql: gets the SQL that represents the rows in a `FROM`.
    func execute(over batch: RowBatch, _ sql: (_ rows: String) -> String) throws(ArchiveFailure) -> Int
}

extension SQLConnection {
    func rows(_ sql: String) throws(ArchiveFailure) -> [SQLRow] { try rows(sql, []) }
    @discardableResult
    func execute(_ sql: String) throws(ArchiveFailure) -> Int { try execute(sql, []) }
}

/// Rows to be written together, as a table in SQL.
struct RowBatch: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable { case integer, real, text }
        let name: String
        let kind: Kind
    }

    /// The name of the table in SQL.
    let name: String
    let columns: [Column]
    var rows: [[SQLValue]]

    var columnNames: String { columns.map(\.name).joined(separator: ", ") }
}
