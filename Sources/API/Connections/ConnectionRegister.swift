package import Domain
import Logging
import NIOCore
import Synchronization

/// The connections of all listeners of this process: who may open one, which is closed when there are too many, and
/// which takes too long.
package final class ConnectionRegister: Sendable {
    package let limits: ServerLimits
    let rate: TokenBucket.Rate?
    let clients = ClientRegister()

    private struct State {
        var connections: [UInt64: OpenConnection] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())
    private let closed = ClosingReason.allCases.map { _ in AtomicCounter() }
    private let refused = RefusalReason.allCases.map { _ in AtomicCounter() }
    private let acceptFailures = AtomicCounter()
    private let exhausted = Mutex<Timestamp?>(nil)
    private let reserve: DescriptorReserve
    /// Whether the last connection that was accepted took a descriptor that is kept for others.
    private let isShort = Atomic(false)

    /// - Parameter areDescriptorsLeft: whether this process could open so many more files; without it, always.
    package init(
        _ limits: ServerLimits = ServerLimits(),
        areDescriptorsLeft: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) {
        self.limits = limits
        reserve = DescriptorReserve(areLeft: areDescriptorsLeft)
        rate = TokenBucket.Rate(
            perSecond: limits.requestsPerSecond, burst: limits.requestsPerSecond * ServerLimits.burstSeconds)
    }

    /// Takes the descriptors of the reserve before there is a listener, whose first sweep does it otherwise. Early ones
    /// have low numbers, and a limit that is lowered later seldom falls below them.
    package func takeReserve() { reserve.tend(at: .now()) }

    /// Admits a new connection, in place of the longest idle one of this client or of all where there are too many, or
    /// where the descriptors that are left are kept for others.
    /// - Returns: `nil` when no other could be closed; the caller closes the new one.
    func admit(_ channel: any Channel, from peer: IPAddress?, at now: NIODeadline = .now()) -> OpenConnection? {
        let client = peer.flatMap { isTrusted($0) ? nil : clients.client(at: $0) }
        let (connection, count) = state.withLock { state in
            state.next += 1
            let connection = OpenConnection(channel, number: state.next, client: client, now: now)
            state.connections[state.next] = connection
            return (connection, state.connections.count)
        }
        let ofClient = client?.connections.withLock { connections in
            connections[connection.number] = connection
            return connections.count
        }
        channel.closeFuture.whenComplete { [weak self] _ in self?.remove(connection) }
        if let client, let ofClient, ofClient > limits.connectionsPerClient {
            let others = client.connections.withLock { Array($0.values) }
            guard evict(1, of: others, besides: connection) else { return reject(connection) }
        }
        if count > limits.connections || isShort.load(ordering: .relaxed) {
            // Several at once, so that a flood does not sort all connections for each new one.
            let others = state.withLock { Array($0.connections.values) }
            guard evict(max(1, limits.connections / 100), of: others, besides: connection) else {
                return reject(connection)
            }
        }
        return connection
    }

    /// Closes connections that do not wait for a response, the longest idle first.
    /// - Returns: whether there was one.
    @discardableResult
    private func evict(_ count: Int, of connections: [OpenConnection], besides new: OpenConnection?) -> Bool {
        let ranked = connections.compactMap { connection in
            connection === new ? nil : connection.evictionRank.map { (rank: $0, connection: connection) }
        }
        let chosen =
            count == 1
            ? ranked.min { $0.rank < $1.rank }.map { [$0] } ?? []
            : Array(ranked.sorted { $0.rank < $1.rank }.prefix(count))
        for entry in chosen { close(entry.connection, .evicted) }
        return !chosen.isEmpty
    }

    private func reject(_ connection: OpenConnection) -> OpenConnection? {
        closed[ClosingReason.rejected].add()
        remove(connection)
        return nil
    }

    private func close(_ connection: OpenConnection, _ reason: ClosingReason) {
        closed[reason].add()
        // No longer counted, although it takes a moment to close.
        remove(connection)
        ConnectionEdgeHandler.closeNow(connection.channel)
    }

    private func remove(_ connection: OpenConnection) {
        _ = state.withLock { $0.connections.removeValue(forKey: connection.number) }
        _ = connection.client?.connections.withLock { $0.removeValue(forKey: connection.number) }
    }

    /// Closes connections that are overdue, and forgets quiet clients. Called every second.
    func sweep(at now: NIODeadline = .now()) {
        for connection in state.withLock({ Array($0.connections.values) }) {
            if let reason = connection.overdue(limits, at: now) { close(connection, reason) }
        }
        clients.prune(at: now)
        reserve.tend(at: now)
    }

    func isTrusted(_ address: IPAddress) -> Bool { limits.trustedProxies.contains { $0.contains(address) } }

    func count(_ reason: RefusalReason) { refused[reason].add() }

    /// Whether a connection that was just accepted took a descriptor that was given back for others. It is then
    /// admitted in place of an idle one, or not at all.
    func isShortOfDescriptors() -> Bool {
        let isShort = reserve.isShort()
        self.isShort.store(isShort, ordering: .relaxed)
        return isShort
    }

    /// The process or the system has no descriptor left for a new connection, or only those that are kept for others.
    func noteExhaustion(at now: Timestamp) {
        acceptFailures.add()
        reserve.release(at: .now())
        exhausted.withLock { $0 = now }
    }

    /// A connection could not be accepted for want of a descriptor: idle ones are closed for it.
    func descriptorsExhausted(at now: Timestamp) {
        noteExhaustion(at: now)
        evict(max(1, limits.connections / 100), of: state.withLock { Array($0.connections.values) }, besides: nil)
    }

    /// When there was last no descriptor for a new connection.
    package var lastExhausted: Timestamp? { exhausted.withLock { $0 } }

    package var count: Int { state.withLock { $0.connections.count } }

    package func families() -> [MetricFamily] {
        [
            MetricFamily(
                "bitcoin_analyzer_http_connections", .gauge, "Open connections of clients.", value: Double(count)),
            MetricFamily(
                "bitcoin_analyzer_http_connections_limit", .gauge, "Maximum number of open connections of clients.",
                value: Double(limits.connections)),
            MetricFamily(
                "bitcoin_analyzer_http_connections_closed_total", .counter,
                "Connections that the server closed before the client did, by reason.",
                ClosingReason.allCases.map { .init(Double(closed[$0].value), .init("reason", $0.rawValue)) }),
            MetricFamily(
                "bitcoin_analyzer_http_requests_refused_total", .counter,
                "Requests that were refused before they were routed, by reason.",
                RefusalReason.allCases.map { .init(Double(refused[$0].value), .init("reason", $0.rawValue)) }),
            MetricFamily(
                "bitcoin_analyzer_http_accept_failures_total", .counter,
                "Times that no descriptor was left for a new connection.", value: Double(acceptFailures.value)),
        ]
    }
}

extension [AtomicCounter] {
    fileprivate subscript(reason: ClosingReason) -> AtomicCounter {
        self[ClosingReason.allCases.firstIndex(of: reason) ?? 0]
    }

    fileprivate subscript(reason: RefusalReason) -> AtomicCounter {
        self[RefusalReason.allCases.firstIndex(of: reason) ?? 0]
    }
}
