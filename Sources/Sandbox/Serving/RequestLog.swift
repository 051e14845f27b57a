package import Domain
import Synchronization

/// A request that the sandbox got.
package struct LoggedRequest: Hashable, Sendable {
    package let method: String
    /// Path and query as they came in.
    package let target: String
    /// `nil` for a path that nothing serves.
    package let endpoint: Endpoint?
    /// In simulated time.
    package let time: Timestamp
}

/// The newest requests that the sandbox got, ten thousand at most; requests about faults are not among them.
package final class RequestLog: Sendable {
    private struct Waiter {
        let isSatisfied: @Sendable ([LoggedRequest]) -> Bool
        let continuation: CheckedContinuation<[LoggedRequest], any Error>
    }

    private struct State {
        var requests: [LoggedRequest] = []
        var waiters: [Int: Waiter] = [:]
        var cancelled: Set<Int> = []
        var nextWaiter = 0
    }

    private static let limit = 10_000
    private let state = Mutex(State())

    package init() {}

    /// Oldest first.
    package var all: [LoggedRequest] { state.withLock { $0.requests } }

    /// Those to one endpoint, oldest first.
    package func requests(to endpoint: Endpoint) -> [LoggedRequest] { all.filter { $0.endpoint == endpoint } }

    /// Forgets all requests so far.
    package func clear() {
        state.withLock { $0.requests.removeAll() }
    }

    /// Waits until `endpoint` (any, where `nil`) was asked `count` times.
    /// - Throws: `CancellationError` when the task is cancelled first.
    @discardableResult
    package func wait(for count: Int, to endpoint: Endpoint? = nil) async throws -> [LoggedRequest] {
        try await wait { requests in
            (endpoint.map { asked in requests.filter { $0.endpoint == asked } } ?? requests).count >= count
        }
    }

    /// Waits until the requests so far satisfy a condition, which is looked at with each new one.
    /// - Throws: `CancellationError` when the task is cancelled first.
    @discardableResult
    package func wait(until isSatisfied: @escaping @Sendable ([LoggedRequest]) -> Bool) async throws -> [LoggedRequest]
    {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<[LoggedRequest], any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if isSatisfied(state.requests) { return .success(state.requests) }
                    state.waiters[id] = Waiter(isSatisfied: isSatisfied, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    func record(_ request: LoggedRequest) {
        let (satisfied, requests) = state.withLock { state in
            if state.requests.count == Self.limit { state.requests.removeFirst() }
            state.requests.append(request)
            let satisfied = state.waiters.filter { $0.value.isSatisfied(state.requests) }
            for id in satisfied.keys { state.waiters[id] = nil }
            return (satisfied.values.map(\.continuation), state.requests)
        }
        for continuation in satisfied { continuation.resume(returning: requests) }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state in
            guard let waiter = state.waiters.removeValue(forKey: id) else {
                // Cancelled before it began to wait: it finds this when it does.
                state.cancelled.insert(id)
                return nil as Waiter?
            }
            return waiter
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
