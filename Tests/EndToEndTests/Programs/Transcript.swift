import Foundation
import Support
import Synchronization

/// What a child process has written so far and how it ended, to be waited on.
final class Transcript: Sendable {
    struct Written: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var ending: Ending?

        var outputText: String { String(decoding: output, as: UTF8.self) }
        var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    enum Ending: Hashable, Sendable { case exit(Int32), signal(Int32) }

    struct NotSeen: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var written = Written()
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    var written: Written { state.withLock { $0.written } }

    func update<T>(_ change: (inout Written) -> T) -> T {
        let (result, listeners) = state.withLock { state in
            let result = change(&state.written)
            return (result, Array(state.listeners.values))
        }
        for listener in listeners { listener.yield() }
        return result
    }

    /// Waits until `find` sees what it looks for, in what is written already or in what is still to come.
    /// - Throws: ``NotSeen`` with everything written, when the process ends or `limit` passes first.
    @discardableResult
    func wait<T: Sendable>(
        for what: String, within limit: Duration = hangLimit, _ find: @escaping @Sendable (Written) -> T?
    ) async throws -> T {
        try await withDeadline(limit, else: { NotSeen(description: "\(what) did not come: \(self.told)") }) {
            let changes = self.changes()
            defer { self.forget(changes.id) }
            for await _ in changes.stream {
                let written = self.written
                if let found = find(written) { return found }
                if written.ending != nil { throw NotSeen(description: "it ended before \(what): \(self.told)") }
            }
            throw CancellationError()
        }
    }

    private var told: String {
        let written = written
        return "\(written.ending.map { "\($0)" } ?? "still running")\n\(written.outputText)\n\(written.errorText)"
    }

    private func changes() -> (id: Int, stream: AsyncStream<Void>) {
        // What is written already counts as the first change.
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        let id = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        return (id, stream)
    }

    private func forget(_ id: Int) {
        state.withLock { $0.listeners[id] = nil }
    }
}

/// Runs `work`, and gives up on it after `limit`.
func withDeadline<T: Sendable>(
    _ limit: Duration, else failure: @escaping @Sendable () -> any Error,
    _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await ContinuousClock().sleep(for: limit)
            throw failure()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw failure() }
        return first
    }
}
