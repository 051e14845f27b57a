import Domain
import Synchronization

/// What this process delivered while the database could not record it. It is recorded once the database responds: when
/// the claim ends, another process would send it again.
package final class UnrecordedDeliveries: Sendable {
    private struct Delivery: Sendable {
        let notice: String
        let sent: Timestamp
    }

    /// Those of one that the database knows nothing of, and claims that were open when it went away.
    private let waiting = Mutex<[NoticeReceiver: [Delivery]]>([:])

    package init() {}

    func add(_ notice: String, to receiver: NoticeReceiver, sent: Timestamp) {
        waiting.withLock { $0[receiver, default: []].append(Delivery(notice: notice, sent: sent)) }
    }

    package func hasAny(of targets: [NotificationTarget]) -> Bool {
        waiting.withLock { waiting in targets.contains { waiting[$0.receiver] != nil } }
    }

    /// Records what was sent to a receiver; what still cannot be recorded stays. Ends with the first failure: a server
    /// that cannot be reached takes seconds for each.
    func record(_ receiver: NoticeReceiver, in log: any NoticeLog) async {
        var rest = (waiting.withLock { $0.removeValue(forKey: receiver) } ?? [])[...]
        while let delivery = rest.first {
            do {
                try await log.finish(delivery.notice, for: receiver, .sent, now: delivery.sent)
                rest = rest.dropFirst()
            } catch {
                let left = rest
                return waiting.withLock { $0[receiver] = Array(left) + ($0[receiver] ?? []) }
            }
        }
    }
}
