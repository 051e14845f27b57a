import Dispatch
import Domain

/// A thread for parsing, as a large document takes longer than the threads that answer requests may be kept.
enum FeedThread {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws(SourceFailure) -> Value)
        async throws(SourceFailure) -> Value
    {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "feed", qos: .utility).async {
                continuation.resume(returning: Result { () throws(SourceFailure) in try work() })
            }
        }
        return try result.get()
    }
}
