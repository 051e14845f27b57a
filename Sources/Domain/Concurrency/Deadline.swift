import Dispatch
import Synchronization

/// How work is treated that has not ended at its deadline, or when its task is cancelled. It is cancelled in both
/// cases.
package enum LateWork: Sendable {
    /// Awaited, so that nothing continues in the background. For work that responds to cancellation.
    case awaited
    /// Abandoned: for work that may block, such as on a file system that hangs.
    case abandoned
}

/// The result of `work`, or `nil` once `limit` has passed.
///
/// Cancelling the task cancels the work; its result or error is passed on, except for abandoned work, which gives
/// `nil`.
/// - Parameters:
///   - limit: measured by a monotonic clock; `nil` for no limit except cancellation.
///   - onExpiry: called when the limit passes before the work has ended.
/// - Throws: what `work` throws.
package func withDeadline<Value: Sendable, Failure: Error>(
    _ limit: Duration?, late: LateWork = .awaited, onExpiry: @escaping @Sendable () -> Void = {},
    _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value? {
    let race = Race<Result<Value, Failure>>()
    let task = Task {
        do throws(Failure) {
            race.finish(.success(try await work()))
        } catch {
            race.finish(.failure(error))
        }
    }
    let timer = limit.map { limit in
        Race<Result<Value, Failure>>.timer(limit) {
            if race.finish(nil) { onExpiry() }
            task.cancel()
        }
    }
    let result = await withTaskCancellationHandler {
        await race.result()
    } onCancel: {
        if late == .abandoned { race.finish(nil) }
        task.cancel()
    }
    timer?.cancel()
    if late == .awaited { await task.value }
    return try result?.get()
}

/// The first of several results; the others are dropped.
private final class Race<Value: Sendable>: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<Value?, Never>)
        case finished(Value?)
    }

    private let state = Mutex(State.running)

    /// - Returns: whether this result was the first.
    @discardableResult func finish(_ value: Value?) -> Bool {
        let (isFirst, waiting): (Bool, CheckedContinuation<Value?, Never>?) = state.withLock { state in
            switch state {
            case .running:
                state = .finished(value)
                return (true, nil)
            case .awaited(let continuation):
                state = .finished(value)
                return (true, continuation)
            case .finished:
                return (false, nil)
            }
        }
        waiting?.resume(returning: value)
        return isFirst
    }

    /// Supports one caller only.
    func result() async -> Value? {
        await withCheckedContinuation { continuation in
            let early: Value?? = state.withLock { state in
                if case .finished(let value) = state { return .some(value) }
                state = .awaited(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) }
        }
    }

    /// A separate queue, as blocking work may hold all threads of Swift concurrency.
    static func timer(_ limit: Duration, _ action: @escaping @Sendable () -> Void) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "deadline"))
        let nanoseconds = min(max(0, limit / .nanoseconds(1)), 9e18)
        timer.schedule(deadline: .now() + .nanoseconds(Int(nanoseconds)), leeway: .milliseconds(1))
        timer.setEventHandler(handler: action)
        timer.resume()
        return timer
    }
}
