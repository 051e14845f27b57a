import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs `work`, and cancels it at the first SIGINT or SIGTERM, or SIGHUP of a terminal that closes, unless nohup(1) has
/// it ignored.
/// - Parameter isMoreToDo: whether `work` leaves out last steps when it is cancelled, or the command has steps after it.
///   Otherwise `work` that ends in spite of a signal was done.
/// - Throws: `CancellationError` after a signal, and what `work` throws.
func stoppingOnSignals<T: Sendable>(
    isMoreToDo: Bool = false, _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    let signals = await UnixSignalsSequence(
        trapping: isHangUpIgnored ? [.sigint, .sigterm] : [.sigint, .sigterm, .sighup])
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
            if let result, !isMoreToDo || !stop.isRequested.load(ordering: .acquiring) { return result }
            group.cancelAll()
        }
        throw CancellationError()
    }
}

private var isHangUpIgnored: Bool {
    var action = sigaction()
    guard sigaction(SIGHUP, nil, &action) == 0 else { return false }
    // SIG_IGN, which Swift does not import.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
}

/// Whether work is to end: after a signal, or as its task was cancelled.
final class StopRequest: Sendable {
    let isRequested = Atomic(false)
}
