package import Domain

/// Reads the database once after each change, for all streams of events together.
package final class EventPublisher: Sendable {
    private let reader: EventReader
    private let streams: EventStreams
    private let now: @Sendable () -> Timestamp
    private let changes: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    private static let pauseAfterFailure: Duration = .seconds(1)

    package init(_ reader: EventReader, to streams: EventStreams, now: @escaping @Sendable () -> Timestamp) {
        self.reader = reader
        self.streams = streams
        self.now = now
        (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
    }

    /// The data may have changed. Returns at once.
    package func refresh() { continuation.yield() }

    /// Publishes what is new until its task is cancelled.
    package func run() async {
        var snapshot: EventSnapshot?
        for await _ in changes {
            let started = ContinuousClock.now
            do {
                let read = try await reader.read(after: snapshot)
                snapshot = read
                streams.publish(read, at: now())
                // At most half of the time: an import commits all the time.
                try await ContinuousClock().sleep(for: started.duration(to: .now))
            } catch {
                // A database that does not respond is reported by those whom it keeps from responding.
                guard (try? await ContinuousClock().sleep(for: Self.pauseAfterFailure)) != nil else { return }
                refresh()
            }
        }
    }
}
