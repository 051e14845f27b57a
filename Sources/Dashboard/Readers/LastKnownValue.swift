import API
import Domain
import Synchronization

/// Remembers the last good reading of one part, to be shown with its age while a newer one cannot be had.
final class LastKnownValue<Value: Sendable>: Sendable {
    private let last = Mutex<(value: Value, readAt: Timestamp)?>(nil)

    /// The part that `result`, read at `now`, makes together with what is remembered.
    func part(_ result: Result<Value, ReadModelFailure>, at now: Timestamp) -> Part<Value> {
        last.withLock { last in
            switch result {
            case .success(let value):
                last = (value, now)
                return .fresh(value)
            case .failure(let failure):
                guard let last else { return .missing(because: failure) }
                return .remembered(last.value, readAt: last.readAt, because: failure)
            }
        }
    }
}
