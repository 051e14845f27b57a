import API
import Domain

/// One part of the market as the page can tell it: just read, remembered from before, or missing.
enum Part<Value: Sendable>: Sendable {
    case fresh(Value)
    case remembered(Value, readAt: Timestamp, because: ReadModelFailure)
    case missing(because: ReadModelFailure)

    var value: Value? {
        switch self {
        case .fresh(let value), .remembered(let value, _, _): value
        case .missing: nil
        }
    }

    var failure: ReadModelFailure? {
        switch self {
        case .fresh: nil
        case .remembered(_, _, let failure), .missing(let failure): failure
        }
    }
}
