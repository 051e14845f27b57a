import HTTPTypes
import Synchronization

/// Runs expensive work for requests: identical requests share one run, only so many run at once, and only so many wait.
package final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var runs: [Key: Task<Value, any Error>] = [:]
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let queue: Int

    /// - Parameters:
    ///   - limit: how many run at once.
    ///   - queue: how many more may wait for their turn; each costs a task, not what it will read.
    package init(limit: Int, queue: Int = 0) {
        self.limit = limit
        self.queue = queue
    }

    /// The result of `work`, or of the same work in progress. It goes on when the client is gone: others may share it.
    /// - Throws: ``Problem/busy`` beyond the limit, else what `work` throws.
    package func value(for key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let run = try state.withLock { state throws(Problem) -> Task<Value, any Error> in
            if let run = state.runs[key] { return run }
            guard state.runs.count < limit + queue else { throw .busy }
            let run = Task {
                await self.start()
                defer { self.end(key) }
                return try await work()
            }
            state.runs[key] = run
            return run
        }
        return try await run.value
    }

    private func start() async {
        await withCheckedContinuation { continuation in
            let mayStart = state.withLock { state in
                guard state.running >= limit else {
                    state.running += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayStart { continuation.resume() }
        }
    }

    /// Passes the turn on to the one that has waited longest.
    private func end(_ key: Key) {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.runs[key] = nil
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            return nil
        }
        next?.resume()
    }
}

extension Problem {
    /// 503: as many requests of this kind run as the service allows.
    static let busy = Problem(
        .serviceUnavailable, code: "busy", title: "Too many expensive requests",
        detail: "as many requests of this kind are running as the service allows; retry in a second",
        retryAfterSeconds: 1)
}
