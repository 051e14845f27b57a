import Domain

/// Polls a database for changes ten times a second: a new candle reaches the streams of events of another process
/// within a quarter of a second.
///
/// Yields once when polling begins, so that a commit after a reader's first read is not missed, and once after an
/// outage, as data may have changed meanwhile.
struct PolledChanges: DataChanges {
    let work: BlockingWork
    let watch: @Sendable () throws(ArchiveFailure) -> any ChangeWatcher

    private static let pause = Duration.milliseconds(100)
    private static let pauseAfterFailure = Duration.seconds(1)

    func changes() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task { await follow(continuation) }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func follow(_ continuation: AsyncStream<Void>.Continuation) async {
        var watcher: (any ChangeWatcher)?
        await repeating {
            guard !work.isClosed else { return nil }
            var pause = Self.pause
            do throws(ArchiveFailure) {
                if let current = watcher {
                    if try await work.run({ () throws(ArchiveFailure) in try current.hasChanged() }) {
                        continuation.yield()
                    }
                } else {
                    watcher = try await work.run(watch)
                    continuation.yield()
                }
            } catch {
                // Not reported here: every query reports it. A database that responds but cannot be polled may have
                // changed at any time, so a change is assumed.
                if error.kind != .unreachable { continuation.yield() }
                watcher = nil
                pause = Self.pauseAfterFailure
            }
            return pause
        }
        continuation.finish()
    }
}

/// A connection that detects commits. Blocks the calling thread briefly.
protocol ChangeWatcher: Sendable {
    /// Whether anything was committed since the last call, or since the connection was opened.
    func hasChanged() throws(ArchiveFailure) -> Bool
}
