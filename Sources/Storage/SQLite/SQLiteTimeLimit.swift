import Dispatch
import Domain
import GRDB
import GRDBSQLite
import Synchronization

extension SQLiteConnection {
    /// The result of `body`; `nil` when it was not ready at `deadline`: SQLite ends what runs on this connection then.
    func limited<Value>(
        until deadline: ContinuousClock.Instant, _ body: () throws(ArchiveFailure) -> Value
    ) throws(ArchiveFailure) -> Value? {
        let interrupt = SQLiteInterrupt(database.sqliteConnection)
        interrupt.schedule(at: deadline)
        let result = Result { () throws(ArchiveFailure) in try body() }
        // What an interrupted check has found may be what it could not read any more.
        guard !interrupt.end() else { return nil }
        return try result.get()
    }
}

extension SQLConnection {
    /// The result of `body`, one long statement, which ends when the task that waits for it is cancelled.
    /// - Throws: `stopped` then.
    func interrupted<Value>(by cancellation: Cancellation, _ body: () throws(ArchiveFailure) -> Value)
        throws(ArchiveFailure) -> Value
    {
        guard let database = (self as? SQLiteConnection)?.database else { return try body() }
        let interrupt = SQLiteInterrupt(database.sqliteConnection)
        // In any case, as an interrupt that has not ended repeats itself.
        defer { _ = interrupt.end() }
        return try cancellation.interrupting(by: { interrupt.fire() }, body)
    }
}

/// An interrupt of the statements of a connection, unless they have ended:
/// https://sqlite.org/c3ref/interrupt.html
private final class SQLiteInterrupt: Sendable {
    private struct State {
        var hasEnded = false
        var hasFired = false
    }

    /// The address of the connection, which may be interrupted from any thread while it is open.
    private let connection: Int
    private let state = Mutex(State())

    init(_ connection: OpaquePointer?) { self.connection = Int(bitPattern: connection) }

    func schedule(at deadline: ContinuousClock.Instant) {
        let left = max(.zero, ContinuousClock.now.duration(to: deadline))
        let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { self.fire() }
    }

    /// Ends what runs, every 50 milliseconds until the work has ended: an interrupt between two statements ends none.
    func fire() {
        let isOver = state.withLock { state in
            guard !state.hasEnded else { return true }
            state.hasFired = true
            sqlite3_interrupt(OpaquePointer(bitPattern: connection))
            return false
        }
        guard !isOver else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { self.fire() }
    }

    /// - Returns: whether it was too late.
    func end() -> Bool {
        state.withLock { state in
            state.hasEnded = true
            return state.hasFired
        }
    }
}
