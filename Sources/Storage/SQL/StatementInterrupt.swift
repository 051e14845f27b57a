import Dispatch
import Domain
import Synchronization

extension SQLConnection {
    /// The result of `body`, whose statements end when the task that waits for it is cancelled. Not within another one.
    /// - Throws: `stopped` then.
    func interrupted<Value>(by cancellation: Cancellation, _ body: () throws(ArchiveFailure) -> Value)
        throws(ArchiveFailure) -> Value
    {
        let interrupt = makeInterrupt()
        // In any case, as an interrupt that has not ended repeats itself.
        defer { _ = interrupt.end() }
        return try cancellation.interrupting(by: { interrupt.fire() }, body)
    }
}

/// An interrupt of the statements of a connection, unless they have ended.
final class StatementInterrupt: Sendable {
    private struct State {
        var hasEnded = false
        var hasFired = false
    }

    private let interrupt: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter interrupt: ends the statement that runs, if any. May block: it has a thread of its own.
    init(_ interrupt: @escaping @Sendable () -> Void) { self.interrupt = interrupt }

    func schedule(at deadline: ContinuousClock.Instant) {
        let left = max(.zero, ContinuousClock.now.duration(to: deadline))
        let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
        repeatInterrupt(after: seconds)
    }

    /// Ends what runs, every 50 milliseconds until the work has ended: an interrupt between two statements ends none.
    func fire() { repeatInterrupt(after: 0) }

    private func repeatInterrupt(after seconds: Double) {
        // The threads of the global queue may all be blocked.
        DispatchQueue(label: "interrupt").asyncAfter(deadline: .now() + seconds) {
            let isOver = self.state.withLock { state in
                guard !state.hasEnded else { return true }
                state.hasFired = true
                // Under the lock: none is on its way when the next statement begins.
                self.interrupt()
                return false
            }
            if !isOver { self.repeatInterrupt(after: 0.05) }
        }
    }

    /// - Returns: whether it was too late.
    func end() -> Bool {
        state.withLock { state in
            state.hasEnded = true
            return state.hasFired
        }
    }
}
