import Domain
import Synchronization

/// Operators who entered the token in a browser: in memory, by a random name that the browser keeps in a cookie, so
/// that the token itself is stored nowhere.
package final class OperatorSessions: Sendable {
    private struct Session {
        let token: String
        let end: ContinuousClock.Instant
    }

    package static let cookie = "operator"
    /// After it, the token is asked for again.
    package static let lifetime = Duration.hours(12)
    /// The oldest one ends for another.
    private static let limit = 100

    private let sessions = Mutex<[String: Session]>([:])

    package init() {}

    /// - Returns: its name: 256 random bits.
    func open(with token: String) -> String {
        let name = (0..<4).map { _ in UInt64.random(in: .min ... .max).hexadecimal }.joined()
        let now = ContinuousClock.now
        sessions.withLock { sessions in
            sessions = sessions.filter { now < $0.value.end }
            if sessions.count >= Self.limit, let oldest = sessions.min(by: { $0.value.end < $1.value.end }) {
                sessions[oldest.key] = nil
            }
            sessions[name] = Session(token: token, end: now + Self.lifetime)
        }
        return name
    }

    /// The token of a session; `nil` where it has ended, or never was.
    func token(of name: String) -> String? {
        let session = sessions.withLock { $0[name] }
        return session.flatMap { ContinuousClock.now < $0.end ? $0.token : nil }
    }

    func close(_ name: String) { sessions.withLock { $0[name] = nil } }
}
