import Synchronization

/// Slows down clients that send wrong tokens, each address by itself, and says how often to log it. Bounded in memory.
package final class TokenThrottle: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private struct Client {
        var failures = 0
        var last: Instant
        /// Until when every token from this address is refused unread: otherwise guessing would not be slowed.
        var blockedUntil: Instant
        var loggedAt: Instant?
        var notLogged = 0
    }

    private struct State {
        var clients: [String: Client] = [:]
        /// The lines of the current minute, over all addresses.
        var minute: Instant?
        var lines = 0
    }

    /// What a wrong token leads to.
    struct Failure: Equatable {
        /// How many wrong tokens a log line is to report; `nil` for no line now.
        let toLog: Int?
    }

    /// Wrong tokens without a delay: a person who mistypes is not slowed.
    static let freeFailures = 4
    private static let maxDelay = 60
    /// After this time without a wrong token, an address is forgotten.
    private static let forgottenAfter: Duration = .seconds(600)
    private static let maxLinesPerMinute = 60

    private let state = Mutex(State())
    private let capacity: Int
    private let now: @Sendable () -> Instant

    /// - Parameter capacity: the maximum number of addresses; beyond it the one that failed longest ago is forgotten.
    package init(capacity: Int = 1024, now: @escaping @Sendable () -> Instant = { .now }) {
        self.capacity = capacity
        self.now = now
    }

    /// The seconds for which the address may send no token, rounded up; `nil` when it may. An attempt within them is
    /// counted for the log, and not judged.
    func delay(for address: String) -> Int? {
        let now = now()
        return state.withLock { state in
            guard let client = state.clients[address], client.blockedUntil > now else { return nil }
            state.clients[address]?.notLogged += 1
            let (seconds, attoseconds) = (client.blockedUntil - now).components
            return Int(seconds) + (attoseconds > 0 ? 1 : 0)
        }
    }

    func recordFailure(of address: String) -> Failure {
        let now = now()
        return state.withLock { state in
            var client = state.clients[address] ?? Client(last: now, blockedUntil: now)
            if now - client.last > Self.forgottenAfter { client = Client(last: now, blockedUntil: now) }
            client.failures += 1
            client.notLogged += 1
            client.last = now
            // 1, 2, 4 … 60 seconds.
            let doublings = client.failures - Self.freeFailures - 1
            if doublings >= 0 {
                client.blockedUntil = now + .seconds(min(Self.maxDelay, 1 << min(doublings, 6)))
            }
            var toLog: Int?
            if client.loggedAt.map({ now - $0 >= .seconds(60) }) ?? true, Self.takeLine(&state, now) {
                toLog = client.notLogged
                client.loggedAt = now
                client.notLogged = 0
            }
            if state.clients[address] == nil { Self.makeRoom(&state.clients, now, capacity) }
            state.clients[address] = client
            return Failure(toLog: toLog)
        }
    }

    func recordSuccess(of address: String) {
        state.withLock { $0.clients[address]?.failures = 0 }
    }

    /// The number of addresses that are remembered.
    var count: Int { state.withLock { $0.clients.count } }

    private static func takeLine(_ state: inout State, _ now: Instant) -> Bool {
        if state.minute.map({ now - $0 >= .seconds(60) }) ?? true {
            state.minute = now
            state.lines = 0
        }
        state.lines += 1
        return state.lines <= maxLinesPerMinute
    }

    private static func makeRoom(_ clients: inout [String: Client], _ now: Instant, _ capacity: Int) {
        guard clients.count >= capacity else { return }
        clients = clients.filter { now - $0.value.last <= forgottenAfter }
        guard clients.count >= capacity, let oldest = clients.min(by: { $0.value.last < $1.value.last }) else { return }
        clients[oldest.key] = nil
    }
}
