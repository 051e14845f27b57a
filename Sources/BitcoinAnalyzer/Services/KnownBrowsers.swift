import Domain
import Notifications
import Synchronization

/// The browsers that notifications go to, as they were last read: while the database does not respond, incidents go to
/// those that are known.
final class KnownBrowsers: Sendable {
    private struct State {
        /// `nil` before they were read.
        var targets: [NotificationTarget]?
        /// The receivers that a delivery is under way to.
        var busy: Set<NoticeReceiver> = []
    }

    private let log: any PushSubscriptionLog
    private let state = Mutex(State())

    init(_ log: any PushSubscriptionLog) { self.log = log }

    /// `nil` before they were read.
    var targets: [NotificationTarget]? { state.withLock { $0.targets } }

    /// Reads them.
    @discardableResult
    func read() async -> [NotificationTarget] {
        let read = try? await log.subscriptions().map { NotificationTarget($0) }
        return state.withLock { state in
            if let read { state.targets = read }
            return state.targets ?? []
        }
    }

    /// Takes the right to deliver to a browser.
    /// - Returns: whether nothing is being delivered to it.
    func begin(_ target: NotificationTarget) -> Bool { state.withLock { $0.busy.insert(target.receiver).inserted } }

    func end(_ target: NotificationTarget) { state.withLock { _ = $0.busy.remove(target.receiver) } }
}
