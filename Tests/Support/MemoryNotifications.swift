package import Domain
import Synchronization

/// Price alerts, notifications and deliveries in memory, by the rules of ``AlertLog`` and ``NoticeLog``.
package final class MemoryNotifications: AlertLog, NoticeLog {
    private struct Delivery {
        let receiver: NoticeReceiver
        var attempts: Int
        var attempted: Timestamp
        var next: Timestamp?
        var sent: Timestamp?
        var error: String?
    }

    private struct State {
        var alerts: [PriceAlert] = []
        var notices: [String: QueuedNotice] = [:]
        /// By notice and fingerprint.
        var deliveries: [String: [String: Delivery]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func add(_ alert: PriceAlert, limit: Int) async throws -> Bool {
        state.withLock { state in
            guard state.alerts.count < limit, !state.alerts.contains(where: { $0.id == alert.id }) else { return false }
            state.alerts.append(alert)
            return true
        }
    }

    package func alerts() async throws -> [PriceAlert] {
        state.withLock { $0.alerts.sorted { ($0.created, $0.id) < ($1.created, $1.id) } }
    }

    package func remove(_ id: String) async throws -> PriceAlert? {
        state.withLock { state in
            state.alerts.firstIndex { $0.id == id }.map { state.alerts.remove(at: $0) }
        }
    }

    package func replace(_ alert: PriceAlert, with changed: PriceAlert, sending notice: QueuedNotice?) async throws
        -> Bool
    {
        state.withLock { state in
            let same = state.alerts.firstIndex {
                $0.id == alert.id && $0.firings == alert.firings && $0.armed == alert.armed
            }
            guard let same else { return false }
            state.alerts[same] = changed
            if let notice, state.notices[notice.id] == nil { state.notices[notice.id] = notice }
            return true
        }
    }

    package func queue(_ notice: QueuedNotice) async throws -> Bool {
        state.withLock { state in
            guard state.notices[notice.id] == nil else { return false }
            state.notices[notice.id] = notice
            return true
        }
    }

    package func notices(since: Timestamp) async throws -> [QueuedNotice] {
        state.withLock {
            $0.notices.values.filter { $0.created > since }.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
        }
    }

    package func claim(_ notice: String, for receiver: NoticeReceiver, now: Timestamp, until: Timestamp) async throws
        -> NoticeClaim
    {
        state.withLock { state in
            guard var delivery = state.deliveries[notice]?[receiver.fingerprint] else {
                state.deliveries[notice, default: [:]][receiver.fingerprint] = Delivery(
                    receiver: receiver, attempts: 1, attempted: now, next: until)
                return .claimed(attempt: 1)
            }
            guard let next = delivery.next else { return .ended }
            guard next <= now else { return .notYet(until: next) }
            delivery.attempts += 1
            delivery.attempted = now
            delivery.next = until
            state.deliveries[notice]?[receiver.fingerprint] = delivery
            return .claimed(attempt: delivery.attempts)
        }
    }

    package func finish(_ notice: String, for receiver: NoticeReceiver, _ outcome: NoticeOutcome, now: Timestamp)
        async throws
    {
        state.withLock { state in
            let known = state.deliveries[notice]?[receiver.fingerprint]
            var delivery = known ?? Delivery(receiver: receiver, attempts: 1, attempted: now)
            switch outcome {
            case .sent: (delivery.next, delivery.sent, delivery.error) = (nil, now, nil)
            case .failed(let reason, let retry, let attempt):
                guard known != nil, delivery.attempts == attempt, delivery.sent == nil else { return }
                (delivery.next, delivery.error) = (retry, reason)
            }
            state.deliveries[notice, default: [:]][receiver.fingerprint] = delivery
        }
    }

    package func attempts(for receiver: NoticeReceiver, since: Timestamp) async throws -> DeliveryAttempts {
        state.withLock { state in
            var attempts = DeliveryAttempts()
            for (notice, all) in state.deliveries {
                guard let delivery = all[receiver.fingerprint], delivery.attempted > since else { continue }
                if let next = delivery.next { attempts.open[notice] = next } else { attempts.ended.insert(notice) }
            }
            return attempts
        }
    }

    package func deliveries() async throws -> [DeliveryRecord] {
        state.withLock { state in
            Dictionary(grouping: state.deliveries.values.flatMap(\.values), by: \.receiver.fingerprint).values
                .compactMap { all in
                    guard let newest = all.max(by: { $0.attempted < $1.attempted }) else { return nil }
                    return DeliveryRecord(
                        newest.receiver, sent: all.compactMap(\.sent).max(), attempted: newest.attempted,
                        error: newest.error, waiting: all.count { $0.next != nil })
                }.sorted { $0.receiver.name < $1.receiver.name }
        }
    }
}
