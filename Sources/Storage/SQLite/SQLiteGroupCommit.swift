import Domain
import Synchronization

/// Commits units of work that wait at the same time together: one transaction, and one wait for the disk, for all.
///
/// To each it is as if it were alone. It sees what those before it wrote, and its caller hears of it after the commit.
/// Where one throws, the transaction is rolled back, and the others are repeated without it.
final class SQLiteGroupCommit: Sendable {
    /// Runs in one transaction, on a thread that may block.
    typealias Transaction =
        @Sendable ((any SQLConnection) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) -> Void

    private struct State {
        var first: [any WriteUnit] = []
        var waiting: [any WriteUnit] = []
        var isCommitting = false
    }

    private let work: BlockingWork
    private let transaction: Transaction
    private let state = Mutex(State())

    /// Units in one transaction: a few pages each, in memory until the commit.
    private static let limit = 32

    init(_ work: BlockingWork, _ transaction: @escaping Transaction) {
        self.work = work
        self.transaction = transaction
    }

    /// How many units wait for the next transaction.
    var waiting: Int { state.withLock { $0.first.count + $0.waiting.count } }

    func write<Value: Sendable>(_ turn: WriteTurn, _ body: @escaping SQLWork<Value>) async throws(ArchiveFailure)
        -> Value
    {
        let result: Result<Value, ArchiveFailure> = await withCheckedContinuation { continuation in
            let unit = Unit(body, continuation)
            let begins = state.withLock { state in
                switch turn {
                case .first: state.first.append(unit)
                case .inOrder: state.waiting.append(unit)
                }
                defer { state.isCommitting = true }
                return !state.isCommitting
            }
            // Not a part of the caller's task, which may be cancelled, or have a low priority.
            if begins { Task.detached { await self.commitAll() } }
        }
        return try result.get()
    }

    private func commitAll() async {
        while let units = nextUnits() {
            let failures: [ArchiveFailure?]
            do throws(ArchiveFailure) {
                failures = try await work.run { [self] in commit(units) }
            } catch {
                // Nothing was run.
                failures = Array(repeating: error, count: units.count)
            }
            for (unit, failure) in zip(units, failures) { unit.finish(failure) }
        }
    }

    private func nextUnits() -> [any WriteUnit]? {
        state.withLock { state in
            let first = state.first.prefix(Self.limit)
            let others = state.waiting.prefix(Self.limit - first.count)
            guard !first.isEmpty || !others.isEmpty else {
                state.isCommitting = false
                return nil
            }
            state.first.removeFirst(first.count)
            state.waiting.removeFirst(others.count)
            return Array(first + others)
        }
    }

    /// - Returns: the failure of each unit; `nil` for one that is committed.
    private func commit(_ units: [any WriteUnit]) -> [ArchiveFailure?] {
        var failures = [ArchiveFailure?](repeating: nil, count: units.count)
        var open = Array(units.indices)
        while !open.isEmpty {
            var failed: Int?
            do throws(ArchiveFailure) {
                try transaction { database throws(ArchiveFailure) in
                    for index in open {
                        failed = index
                        try units[index].run(in: database)
                    }
                    failed = nil
                }
                return failures
            } catch {
                if let failed {
                    failures[failed] = error
                    open.removeAll { $0 == failed }
                } else if error.kind == .locked || open.count == 1 {
                    // Another process has the lock: each would wait for it as long as all of them have.
                    for index in open { failures[index] = error }
                    return failures
                } else {
                    // The commit failed, as on a full disk: what is small may still have its place.
                    for index in open { failures[index] = commit([units[index]])[0] }
                    return failures
                }
            }
        }
        return failures
    }
}

/// A unit of work whose caller waits for it.
private protocol WriteUnit: Sendable {
    /// May be called again, after a rollback.
    func run(in database: any SQLConnection) throws(ArchiveFailure)
    /// Called once, outside of the transaction: after its commit, or with the failure.
    func finish(_ failure: ArchiveFailure?)
}

private final class Unit<Value: Sendable>: WriteUnit {
    private let body: SQLWork<Value>
    private let continuation: CheckedContinuation<Result<Value, ArchiveFailure>, Never>
    private let value = Mutex<Value?>(nil)

    init(_ body: @escaping SQLWork<Value>, _ continuation: CheckedContinuation<Result<Value, ArchiveFailure>, Never>) {
        self.body = body
        self.continuation = continuation
    }

    func run(in database: any SQLConnection) throws(ArchiveFailure) {
        let result = try body(database)
        value.withLock { $0 = result }
    }

    func finish(_ failure: ArchiveFailure?) {
        let value = value.withLock { $0 }
        if let failure {
            continuation.resume(returning: .failure(failure))
        } else if let value {
            continuation.resume(returning: .success(value))
        } else {
            continuation.resume(returning: .failure(.noValue))
        }
    }
}
