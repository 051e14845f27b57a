import API
import Domain
import Synchronization

/// Keeps the last value that was loaded, to be shown with its age while a newer one is unavailable.
final class LastKnownValue<Value: Sendable>: Sendable {
    private let last = Mutex<(value: Value, readAt: Timestamp)?>(nil)

    /// Combines `result`, loaded at `now`, with the last known value.
    func loadable(_ result: Result<Value, ReadModelFailure>, at now: Timestamp) -> Loadable<Value> {
        last.withLock { last in
            switch result {
            case .success(let value):
                last = (value, now)
                return .loaded(value)
            case .failure(let failure):
                guard let last else { return .failed(failure) }
                return .cached(last.value, readAt: last.readAt, failure)
            }
        }
    }
}
