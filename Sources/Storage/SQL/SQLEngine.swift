import Domain

/// A database that pieces of blocking work are handed to.
///
/// Work that has begun is finished even when the task that asked for it is cancelled: a write happens, or an
/// ``ArchiveFailure`` says why not.
protocol SQLEngine: Sendable {
    var dialect: SQLDialect { get }
    /// Engine, host and name, or the file; never the password.
    var place: String { get }
    /// Notices what any process commits.
    var changes: any DataChanges { get }

    /// Each query in it sees what was committed before it began.
    func read<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value

    /// In one transaction, which is undone when the work throws. The work may be repeated when the engine asks for
    /// that.
    func write<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value

    /// All of it sees the database as it was when the work began, whatever is committed meanwhile.
    func snapshot<Value: Sendable>(_ work: @escaping SQLWork<Value>) async throws(ArchiveFailure) -> Value

    /// As ``write(_:)``, on the thread that calls, which has to be one that may block: for work with two databases at
    /// once.
    func writeNow<Value>(_ work: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure) -> Value

    /// Waits for work that has begun, then lets the connections go. What comes later fails.
    func close() async
}

/// What is to be done with a connection.
typealias SQLWork<Value> = @Sendable (any SQLConnection) throws(ArchiveFailure) -> Value
