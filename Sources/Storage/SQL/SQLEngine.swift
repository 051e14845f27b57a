import Domain

/// A database that runs units of blocking work.
///
/// Work that has begun is completed even when the calling task is cancelled: it is committed, or throws an
/// ``ArchiveFailure``.
protocol SQLEngine: Sendable {
    var dialect: SQLDialect { get }
    /// Engine, host and name, or the file; never the password.
    var place: String { get }
    /// Notifications of commits by any process.
    var changes: any DataChanges { get }

    /// Each query sees the commits before it began.
    func read<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value

    /// In one transaction, rolled back when the work throws. The work may be repeated after a conflict.
    /// - Parameter turn: where one transaction waits for another of this process.
    func write<Value: Sendable>(_ turn: WriteTurn, _ work: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value

    /// As ``write(_:)``, but waits for another writer's lock no longer than `lockTimeout`, where the engine waits
    /// longer.
    func write<Value: Sendable>(lockTimeout: Duration, _ work: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value

    /// In one snapshot: later commits are not visible.
    func snapshot<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value

    /// As ``write(_:)``, on the calling thread, which must be one that may block: for work on two databases at once.
    func writeNow<Value>(_ work: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure) -> Value

    /// Waits for pending work, then closes the connections. Later calls fail.
    func close() async
}

extension SQLEngine {
    func write<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value {
        try await write(.inOrder, work)
    }
}

/// When a unit of work is done that waits with others.
enum WriteTurn: Sendable {
    case inOrder
    /// Before those that wait: small, and other work waits for it, or it has a deadline.
    case first
}

/// A unit of work with a connection.
typealias SQLWork<Value> = @Sendable (any SQLConnection) throws(ArchiveFailure) -> Value
