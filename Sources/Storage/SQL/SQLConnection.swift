import Domain

/// One connection in the hands of one piece of work, inside its transaction. Blocks the thread it is used on.
protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs a query; a `?` in the SQL stands for the next parameter.
    func rows(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> [SQLRow]

    /// Runs a statement and tells how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(ArchiveFailure) -> Int

    /// Runs a statement over many rows at once, or over each in turn, whichever is faster here, and tells how many rows
    /// it changed.
    /// - Parameter sql: is given the SQL that stands for the rows in a `FROM`.
    func execute(over batch: RowBatch, _ sql: (_ rows: String) -> String) throws(ArchiveFailure) -> Int
}

extension SQLConnection {
    func rows(_ sql: String) throws(ArchiveFailure) -> [SQLRow] { try rows(sql, []) }
    @discardableResult
    func execute(_ sql: String) throws(ArchiveFailure) -> Int { try execute(sql, []) }
}

/// Rows to be written together, as a table that SQL can name.
struct RowBatch: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable { case integer, real, text }
        let name: String
        let kind: Kind
    }

    /// What the SQL calls the table.
    let name: String
    let columns: [Column]
    var rows: [[SQLValue]]

    var columnNames: String { columns.map(\.name).joined(separator: ", ") }
}
