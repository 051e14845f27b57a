import Synchronization
import UnixSignals

/// Runs `work`, and cancels it at the first SIGINT or SIGTERM.
/// - Throws: `CancellationError` after a signal, and what `work` throws.
func stoppingOnSignals<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let stop = StopRequest()
    return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            for await _ in signals {
                stop.isRequested.store(true, ordering: .releasing)
                ShutdownDeadline.start(exitCode: CommandFailure.Code.temporary.rawValue)
                return nil
            }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            // Even when the work finished at the moment of the signal, the command must not go on to its next step.
            if let result, !stop.isRequested.load(ordering: .acquiring) { return result }
            group.cancelAll()
        }
        throw CancellationError()
    }
}

/// Whether a signal was received.
private final class StopRequest: Sendable {
    let isRequested = Atomic(false)
}
