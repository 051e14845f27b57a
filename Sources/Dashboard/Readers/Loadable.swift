import API
import Domain

/// A read model on the page: just loaded, cached from an earlier load, or failed.
enum Loadable<Value: Sendable>: Sendable {
    case loaded(Value)
    /// The load failed; `Value` is the last one loaded, at `readAt`.
    case cached(Value, readAt: Timestamp, ReadModelFailure)
    case failed(ReadModelFailure)

    init(_ result: Result<Value, ReadModelFailure>) {
        switch result {
        case .success(let value): self = .loaded(value)
        case .failure(let failure): self = .failed(failure)
        }
    }

    var value: Value? {
        switch self {
        case .loaded(let value), .cached(let value, _, _): value
        case .failed: nil
        }
    }

    var failure: ReadModelFailure? {
        switch self {
        case .loaded: nil
        case .cached(_, _, let failure), .failed(let failure): failure
        }
    }
}
