import NIOCore
import Synchronization

/// An open connection: what it is waiting for, and since when. Written on its event loop, read by the sweep.
final class OpenConnection: Sendable {
    enum Phase: UInt64 {
        /// Between two requests, or before the first one.
        case idle
        case head
        case body
        /// A complete request has no complete response yet.
        case response
        /// The last response has left this process; the client has to close.
        case closing
        /// The response is a stream of events, which has no end.
        case stream
        /// The last response was written, and has not left this process yet: the client reads slowly.
        case leaving
    }

    let number: UInt64
    let channel: any Channel
    /// `nil` for a trusted proxy.
    let client: Client?
    /// Nanoseconds of uptime, shifted left, and the phase in the lowest three bits.
    private let state: Atomic<UInt64>
    /// Since when the client has not read what was written; 0 while it does.
    private let blocked = Atomic<UInt64>(0)

    init(_ channel: any Channel, number: UInt64, client: Client?, now: NIODeadline) {
        self.channel = channel
        self.number = number
        self.client = client
        state = Atomic(Self.word(.idle, now))
    }

    var phase: Phase { Phase(rawValue: state.load(ordering: .relaxed) & 7) ?? .idle }
    var since: NIODeadline { .uptimeNanoseconds(state.load(ordering: .relaxed) >> 3) }

    func enter(_ phase: Phase, at now: NIODeadline) { state.store(Self.word(phase, now), ordering: .relaxed) }

    func setWritable(_ isWritable: Bool, at now: NIODeadline) {
        blocked.store(isWritable ? 0 : now.uptimeNanoseconds, ordering: .relaxed)
    }

    private static func word(_ phase: Phase, _ now: NIODeadline) -> UInt64 {
        now.uptimeNanoseconds << 3 | phase.rawValue
    }

    /// Whether it may be closed to make room, and how readily: idle ones first, of those the longest idle. A client
    /// that waits for its response is not closed.
    var evictionRank: (Int, UInt64, UInt64)? {
        switch phase {
        case .idle, .closing: (0, since.uptimeNanoseconds, number)
        case .head, .body, .leaving: (1, since.uptimeNanoseconds, number)
        case .response, .stream: nil
        }
    }

    /// Why the connection has to be closed by now; `nil` while it has time.
    func overdue(_ limits: ServerLimits, at now: NIODeadline) -> ClosingReason? {
        let blocked = blocked.load(ordering: .relaxed)
        if blocked != 0, isPast(.uptimeNanoseconds(blocked), limits.transferTimeout, now) { return .transferTimeout }
        let (limit, reason): (Duration, ClosingReason)
        switch phase {
        case .idle: (limit, reason) = (limits.idleTimeout, .idleTimeout)
        case .head: (limit, reason) = (limits.headTimeout, .headTimeout)
        case .body: (limit, reason) = (limits.transferTimeout, .transferTimeout)
        case .response: (limit, reason) = (limits.responseTimeout, .responseTimeout)
        case .closing: (limit, reason) = (limits.lingerTimeout, .lingerTimeout)
        case .leaving: (limit, reason) = (limits.transferTimeout, .transferTimeout)
        case .stream: return nil
        }
        return isPast(since, limit, now) ? reason : nil
    }

    private func isPast(_ start: NIODeadline, _ limit: Duration, _ now: NIODeadline) -> Bool {
        now > start && now - start > TimeAmount(limit)
    }
}

/// Why the server closed a connection.
enum ClosingReason: String, CaseIterable {
    case idleTimeout = "idle_timeout"
    case headTimeout = "head_timeout"
    case transferTimeout = "transfer_timeout"
    case responseTimeout = "response_timeout"
    case lingerTimeout = "linger_timeout"
    /// To make room for a new one.
    case evicted
    /// A new one, where none could be closed for it.
    case rejected
}
