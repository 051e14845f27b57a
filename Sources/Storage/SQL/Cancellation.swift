package import Domain
import Synchronization

/// Whether the task that waits for work on a database has been cancelled, for the thread that does the work, where
/// `Task.isCancelled` says nothing. Long work asks between its batches.
package final class Cancellation: Sendable {
    private struct State {
        var isRequested = false
        var interrupt: (@Sendable () -> Void)?
    }

    /// What stopped work throws.
    let failure: ArchiveFailure
    private let state = Mutex(State())

    init(_ failure: ArchiveFailure) { self.failure = failure }

    /// Runs work that ends early when the calling task is cancelled.
    /// - Parameter message: what the work had done by then, as a failure: "the copy was stopped; … is unchanged".
    /// - Throws: `stopped` with that message, and what `work` throws.
    package static func observed<Value: Sendable, Failure: Error>(
        _ message: Phrase, _ work: (Cancellation) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let cancellation = Cancellation(
            ArchiveFailure(
                .stopped, message, hint: Phrase("run the command again", fr: "relancez la commande")))
        let result: Result<Value, Failure> = await withTaskCancellationHandler {
            do throws(Failure) { return .success(try await work(cancellation)) } catch { return .failure(error) }
        } onCancel: {
            cancellation.request()
        }
        return try result.get()
    }

    /// - Throws: `stopped`, once the task has been cancelled.
    package func check() throws(ArchiveFailure) {
        if state.withLock({ $0.isRequested }) { throw failure }
    }

    /// Runs work of one long statement.
    /// - Parameter interrupt: ends the statement; called once at most, at once where the task has been cancelled.
    func interrupting<Value>(by interrupt: @escaping @Sendable () -> Void, _ work: () throws(ArchiveFailure) -> Value)
        throws(ArchiveFailure) -> Value
    {
        state.withLock { $0.interrupt = interrupt }
        // Not before: what is requested in between would interrupt nothing.
        try check()
        let result = Result { () throws(ArchiveFailure) in try work() }
        state.withLock { $0.interrupt = nil }
        // What an interrupted statement says is not what was asked for.
        try check()
        return try result.get()
    }

    private func request() {
        let interrupt = state.withLock { state in
            state.isRequested = true
            return state.interrupt
        }
        interrupt?()
    }
}
