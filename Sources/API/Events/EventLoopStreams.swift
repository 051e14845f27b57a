import NIOCore

/// The streams of one event loop, in as many groups as there are seconds between two heartbeats: each second one group
/// gets its heartbeat, and between two groups the event loop serves other connections.
final class EventLoopStreams {
    private let loop: any EventLoop
    private let heartbeatBytes = ByteBuffer(string: EventFormat.heartbeat)
    private var groups: [[ObjectIdentifier: EventStreamHandler]]
    private var newest = 0
    private var beating = 0
    private var heartbeat: Scheduled<Void>?
    private let onDrop: @Sendable () -> Void

    /// Seconds between two heartbeats of a stream.
    static let heartbeatInterval = 15
    /// Between two groups.
    private static let pause: TimeAmount = .microseconds(100)

    /// - Parameter onDrop: called for each stream that is closed because its client does not read.
    init(_ loop: any EventLoop, onDrop: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.onDrop = onDrop
        groups = Array(repeating: [:], count: Self.heartbeatInterval)
    }

    func add(_ stream: EventStreamHandler) {
        newest = (newest + 1) % groups.count
        groups[newest][ObjectIdentifier(stream)] = stream
        if heartbeat == nil { scheduleHeartbeat() }
    }

    private func scheduleHeartbeat() {
        heartbeat = loop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.beat() }
    }

    func remove(_ stream: EventStreamHandler) {
        for index in groups.indices where groups[index].removeValue(forKey: ObjectIdentifier(stream)) != nil { break }
        guard groups.allSatisfy(\.isEmpty) else { return }
        heartbeat?.cancel()
        heartbeat = nil
    }

    /// Sends events to all streams that do not have them, one group after another.
    func deliver(_ batch: EventBatch, toGroup index: Int = 0) {
        for stream in groups[index].values where stream.number < batch.number {
            if let bytes = batch[stream.audience] { send(bytes, to: stream) }
        }
        guard index + 1 < groups.count else { return }
        // In the order of batches: the earlier one was scheduled earlier for each group.
        loop.assumeIsolated().scheduleTask(in: Self.pause) { self.deliver(batch, toGroup: index + 1) }
    }

    func endAll() {
        for stream in groups.flatMap(\.values) { stream.end() }
    }

    private func beat() {
        scheduleHeartbeat()
        beating = (beating + 1) % groups.count
        for stream in groups[beating].values { send(heartbeatBytes, to: stream) }
    }

    private func send(_ bytes: ByteBuffer, to stream: EventStreamHandler) {
        // What it has not read fills the socket and 64 kB more; it connects again, and resumes.
        guard stream.isWritable else {
            onDrop()
            return stream.close()
        }
        stream.send(bytes)
    }
}
