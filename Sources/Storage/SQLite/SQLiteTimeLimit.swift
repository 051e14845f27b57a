import Domain
import GRDB
import GRDBSQLite

extension SQLiteConnection {
    /// The result of `body`; `nil` when it was not ready at `deadline`: SQLite ends what runs on this connection then.
    func limited<Value>(
        until deadline: ContinuousClock.Instant, _ body: () throws(ArchiveFailure) -> Value
    ) throws(ArchiveFailure) -> Value? {
        let interrupt = makeInterrupt()
        interrupt.schedule(at: deadline)
        let result = Result { () throws(ArchiveFailure) in try body() }
        // What an interrupted check has found may be what it could not read any more.
        guard !interrupt.end() else { return nil }
        return try result.get()
    }

    /// https://sqlite.org/c3ref/interrupt.html
    func makeInterrupt() -> StatementInterrupt {
        // The address of the connection, which may be interrupted from any thread while it is open.
        let connection = Int(bitPattern: database.sqliteConnection)
        return StatementInterrupt { sqlite3_interrupt(OpaquePointer(bitPattern: connection)) }
    }
}
