import Dispatch
import Synchronization

/// What `work` gives, or `nil` once `limit` has passed. Work that does not end is left behind, cancelled: waiting for it to notice would be
/// waiting without a limit.
package func bounded<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async -> Value) async -> Value?
{
    let first = First<Value>()
    let working = Task.detached { first.answer(await work()) }
    // A queue of its own keeps the time: the threads of Swift's concurrency, and those of the global queue, may all be held by work that blocks.
    timekeeper.asyncAfter(
        deadline: .now()
            + .milliseconds(Int(limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000))
    ) {
        first.answer(nil)
        working.cancel()
    }
    return await first.value()
}

/// What `work` gives, or `nil` as soon as this task is cancelled: the work is left behind.
package func unlessCancelled<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value? {
    let first = First<Value>()
    return await withTaskCancellationHandler {
        Task.detached { first.answer(await work()) }
        return await first.value()
    } onCancel: {
        first.answer(nil)
    }
}

private let timekeeper = DispatchQueue(label: "bounded")

/// Runs a call that blocks (a file system that hangs) on a thread of its own, so that those of Swift's concurrency go on.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        // The global queue has a thread for each core and no more.
        DispatchQueue(label: "blocking").async { continuation.resume(returning: work()) }
    }
}

/// The first of several answers; the others are dropped.
private final class First<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waited(CheckedContinuation<Value?, Never>)
        case answered(Value?)
        case over
    }

    private let state = Mutex(State.open)

    func answer(_ value: Value?) {
        let waiting: CheckedContinuation<Value?, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .answered(value)
                return nil
            case .waited(let continuation):
                state = .over
                return continuation
            case .answered, .over:
                return nil
            }
        }
        waiting?.resume(returning: value)
    }

    func value() async -> Value? {
        await withCheckedContinuation { continuation in
            let early: Value?? = state.withLock { state in
                if case .answered(let value) = state {
                    state = .over
                    return .some(value)
                }
                state = .waited(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) }
        }
    }
}
