import Domain

/// A read-only transaction with a stable snapshot
/// (https://www.postgresql.org/docs/current/transaction-iso.html#XACT-REPEATABLE-READ).
struct PostgresSnapshot: Sendable {
    let connection: PostgresConnection

    init(of connection: PostgresConnection) throws(ArchiveFailure) {
        try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        // A copy of the complete database may take longer than any timeout.
        try connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        try connection.execute("SET LOCAL statement_timeout = 0")
        self.connection = connection
    }

    /// Exports the snapshot for other sessions, such as `pg_dump`
    /// (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION).
    func export() throws(ArchiveFailure) -> String {
        guard let row = try connection.rows("SELECT pg_export_snapshot()").first else {
            throw .unreadable("the server gave no snapshot")
        }
        return try row.text(0)
    }

    func end() { _ = try? connection.execute("ROLLBACK") }
}
