import Dispatch

/// Runs a call that blocks (a file system that hangs) on a thread of its own, so that those of Swift's concurrency go
/// on.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        // The global queue has a thread for each core and no more.
        DispatchQueue(label: "blocking").async { continuation.resume(returning: work()) }
    }
}
