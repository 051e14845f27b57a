import Synchronization
import UnixSignals

/// Runs `work`, cancelled at the first SIGINT or SIGTERM. What is begun is given back cleanly by those who handle cancellation.
func stoppingOnSignals<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let stop = Stop()
    return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            for await _ in signals {
                stop.isAsked.store(true, ordering: .releasing)
                ShutdownDeadline.start(exitCode: CommandFailure.Code.temporary.rawValue)
                return nil
            }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            // Work that ended in the moment of the signal has ended, and so has the command: it must not go on to what comes next.
            if let result, !stop.isAsked.load(ordering: .acquiring) { return result }
            group.cancelAll()
        }
        throw CancellationError()
    }
}

/// Whether a signal has come.
private final class Stop: Sendable {
    let isAsked = Atomic(false)
}
