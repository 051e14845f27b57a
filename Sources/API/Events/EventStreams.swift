package import Domain
import NIOCore
import Synchronization

/// The open streams of events of one server, and what they tell of.
///
/// Each event is encoded once for each audience; its bytes are shared by all streams, and written by their event loops
/// without a task for each.
package final class EventStreams: Sendable {
    private struct Loop: Sendable {
        let loop: any EventLoop
        let streams: NIOLoopBound<EventLoopStreams>
    }

    private struct State {
        var log: EventLog
        var loops: [ObjectIdentifier: Loop] = [:]
        var count = 0
        var isEnding = false
    }

    private let limit: Int
    private let state: Mutex<State>
    private let published = AtomicCounter()
    private let dropped = AtomicCounter()

    /// Clients connect again after a random time between these, in milliseconds, so that those of a server that
    /// restarts do not come at once.
    private static let retry = 1000...5000
    /// In bytes: what a client that does not read holds of the kernel's memory.
    private static let sendBuffer: Int32 = 64 << 10
    /// In milliseconds: after which the kernel gives up a connection whose client acknowledges nothing.
    private static let userTimeout: Int32 = 60_000

    /// - Parameter limit: the most streams that are open at once.
    package init(limit: Int, now: Timestamp) {
        self.limit = limit
        state = Mutex(State(log: EventLog(origin: .random(in: .min ... .max), at: now)))
    }

    /// Whether another stream may be opened.
    var hasRoom: Bool { state.withLock { $0.count < limit && !$0.isEnding } }

    package var count: Int { state.withLock { $0.count } }

    /// Sends what is new in `snapshot` to all streams. Called by one publisher.
    package func publish(_ snapshot: EventSnapshot, at now: Timestamp) {
        // Encoding takes longer than others should wait.
        var log = state.withLock { $0.log }
        let entries = log.update(snapshot, at: now)
        let updated = log
        let batch = EventBatch(entries)
        state.withLock { state in
            state.log = updated
            guard !entries.isEmpty else { return }
            // Under the lock, as a stream that is opened now has either these events or their number.
            for each in state.loops.values { each.loop.execute { each.streams.value.deliver(batch) } }
        }
        for _ in entries { published.add() }
    }

    /// Sends events on a connection whose response has begun, until it ends, its client does not read, or this process
    /// ends.
    func run(on channel: any Channel, _ subscription: EventSubscription) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Behind the head of the response, which the same event loop writes.
                channel.eventLoop.execute {
                    self.open(on: channel, subscription) { continuation.resume() }
                }
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// The same, on the event loop of the connection.
    /// - Parameter onEnd: called once.
    func open(on channel: any Channel, _ subscription: EventSubscription, onEnd: @escaping () -> Void) {
        let pipeline = channel.pipeline.syncOperations
        guard channel.isActive, let gate = try? pipeline.handler(type: RequestGate.self) else { return onEnd() }
        let opened = state.withLock { state -> (EventLoopStreams, EventLog)? in
            guard state.count < limit, !state.isEnding else { return nil }
            state.count += 1
            let loop = channel.eventLoop
            let known = state.loops[ObjectIdentifier(loop)]
            let streams = known?.streams.value ?? EventLoopStreams(loop) { [dropped] in dropped.add() }
            if known == nil {
                state.loops[ObjectIdentifier(loop)] = Loop(
                    loop: loop, streams: NIOLoopBound(streams, eventLoop: loop))
            }
            return (streams, state.log)
        }
        guard let (streams, log) = opened else { return onEnd() }
        var own: EventStreamHandler?
        let stream = EventStreamHandler(subscription.audience, after: log.last.number) {
            if let own { streams.remove(own) }
            own = nil
            self.state.withLock { $0.count -= 1 }
            onEnd()
        }
        own = stream
        streams.add(stream)
        guard (try? pipeline.addHandler(stream, position: .after(gate))) != nil else {
            streams.remove(stream)
            state.withLock { $0.count -= 1 }
            own = nil
            return onEnd()
        }
        gate.streamStarted()
        Self.limitUnread(channel)
        stream.send(Self.beginning(of: log, subscription))
    }

    /// What a client gets at once: what it has missed, and the id from which it resumes.
    private static func beginning(of log: EventLog, _ subscription: EventSubscription) -> ByteBuffer {
        var bytes = ByteBuffer(string: EventFormat.retry(milliseconds: .random(in: retry)))
        bytes.writeStaticString("\n")
        if let id = subscription.lastID {
            let missed = log.resumption(after: id)
            if !missed.isComplete { bytes.writeString(EventFormat.reset) }
            for entry in missed.entries {
                guard let fields = entry.fields[subscription.audience] else { continue }
                // Without an id: should the connection break before the last of them, all are told again.
                bytes.writeImmutableBuffer(fields)
                bytes.writeStaticString("\n")
            }
        } else if subscription.hasUnknownID {
            bytes.writeString(EventFormat.reset)
        }
        bytes.writeString(EventFormat.id(log.last) + "\n")
        return bytes
    }

    private static func limitUnread(_ channel: any Channel) {
        guard let options = channel as? any SocketOptionProvider else { return }
        // A kernel that does not have an option does without it.
        _ = options.unsafeSetSocketOption(level: .socket, name: .so_sndbuf, value: sendBuffer)
        _ = options.unsafeSetSocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: tcpUserTimeout), value: userTimeout)
    }

    /// `TCP_USER_TIMEOUT` of Linux (tcp(7)).
    private static let tcpUserTimeout: CInt = 18

    /// Ends all streams, so that their clients connect to the next process, and opens no more.
    func end() {
        let loops = state.withLock { state in
            state.isEnding = true
            return Array(state.loops.values)
        }
        for each in loops { each.loop.execute { each.streams.value.endAll() } }
    }

    package func families() -> [MetricFamily] {
        [
            MetricFamily("bitcoin_analyzer_event_streams", .gauge, "Open streams of events.", value: Double(count)),
            MetricFamily(
                "bitcoin_analyzer_event_streams_limit", .gauge, "Maximum number of open streams of events.",
                value: Double(limit)),
            MetricFamily(
                "bitcoin_analyzer_events_published_total", .counter, "Events that were sent to the open streams.",
                value: Double(published.value)),
            MetricFamily(
                "bitcoin_analyzer_event_streams_dropped_total", .counter,
                "Streams that were closed because their client did not read.", value: Double(dropped.value)),
        ]
    }
}
