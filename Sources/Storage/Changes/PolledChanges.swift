import Domain

/// Looks at a database's own sign of change four times a second.
///
/// Yields once as soon as it watches, so that nothing committed between a reader's first read and its watching is
/// missed, and once when it watches again after an outage, for what happened meanwhile.
struct PolledChanges: DataChanges {
    let work: BlockingWork
    let watch: @Sendable () throws(ArchiveFailure) -> any ChangeWatcher

    private static let pause = Duration.milliseconds(250)
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
                // Not told here: whoever asks the database for something hears of it. A database that answers and
                // cannot be watched may have changed at any time, so it is taken to have.
                if error.kind != .unreachable { continuation.yield() }
                watcher = nil
                pause = Self.pauseAfterFailure
            }
            return pause
        }
        continuation.finish()
    }
}

/// A connection that only watches. Blocks the thread it is asked on, briefly.
protocol ChangeWatcher: Sendable {
    /// Whether anything was committed since it was last asked, or since it began.
    func hasChanged() throws(ArchiveFailure) -> Bool
}
