package import Domain
import Synchronization

/// A received request.
package struct LoggedRequest: Hashable, Sendable {
    /// The HTTP method.
    package let method: String
    /// The path and query, as received.
    package let target: String
    /// The endpoint; `nil` for a path without one.
    package let endpoint: Endpoint?
    /// The simulated time of the request.
    package let time: Timestamp
}

/// The newest received requests, at most ten thousand, except for those that control faults.
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

    /// An empty log.
    package init() {}

    /// Oldest first.
    package var all: [LoggedRequest] { state.withLock { $0.requests } }

    /// Those to one endpoint, oldest first.
    package func requests(to endpoint: Endpoint) -> [LoggedRequest] { all.filter { $0.endpoint == endpoint } }

    /// Removes all requests.
    package func clear() {
        state.withLock { $0.requests.removeAll() }
    }

    /// Waits until `endpoint` (any, where `nil`) has received `count` requests.
    /// - Throws: `CancellationError` when the task is cancelled first.
    @discardableResult
    package func wait(for count: Int, to endpoint: Endpoint? = nil) async throws -> [LoggedRequest] {
        try await wait { requests in
            (endpoint.map { asked in requests.filter { $0.endpoint == asked } } ?? requests).count >= count
        }
    }

    /// Waits until the requests satisfy a condition, which is evaluated for each new one.
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
                // Cancelled before the wait began: checked when it begins.
                state.cancelled.insert(id)
                return nil as Waiter?
            }
            return waiter
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
