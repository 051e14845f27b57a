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

    func end() { _ = try? connection.execute("ROLLBACK") }
}
