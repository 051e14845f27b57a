import Domain

/// A connection used by one unit of work, inside its transaction. Blocks the calling thread.
protocol SQLConnection {
    var dialect: SQLDialect { get }
    /// The address of the server; `nil` for a file.
    var server: PostgresAddress? { get }

    /// Runs a query; each `?` in the SQL is replaced by the next parameter.
    func rows(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> [SQLRow]

    /// Runs a statement, and returns the number of changed rows.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> Int

    /// Runs a statement over many rows, at once or one by one, whichever is faster on this engine, and returns the
    /// number of changed rows.
    /// - Parameter sql: gets the SQL that represents the rows in a `FROM`.
    func execute(over batch: RowBatch, _ sql: (_ rows: String) -> String) throws(ArchiveFailure) -> Int

    /// Inserts candles into an interval's table, as fast as the engine takes rows. None of them may be there.
    /// - Parameter known: of how many each is made; `nil` where a source gave them.
    func load(_ candles: [CandleNumbers], known: [Int]?, into table: String, origin: Int64) throws(ArchiveFailure)

    /// An interrupt of what runs on this connection from now on.
    func makeInterrupt() -> StatementInterrupt
}

extension SQLConnection {
    func rows(_ sql: String) throws(ArchiveFailure) -> [SQLRow] { try rows(sql, []) }
    @discardableResult
    func execute(_ sql: String) throws(ArchiveFailure) -> Int { try execute(sql, []) }

    /// Lets this transaction take as long as it needs: for work on all rows, which a server would end.
    func liftTimeLimits() throws(ArchiveFailure) {
        if dialect == .postgres { try execute("SET LOCAL statement_timeout = 0") }
    }
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
