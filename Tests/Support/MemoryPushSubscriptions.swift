package import Domain
import Synchronization

/// The browsers that notifications go to in memory, by the rules of ``PushSubscriptionLog``.
package final class MemoryPushSubscriptions: PushSubscriptionLog {
    private let kept = Mutex<[PushSubscription]>([])

    package init(_ subscriptions: [PushSubscription] = []) { kept.withLock { $0 = subscriptions } }

    package func keep(_ subscription: PushSubscription, limit: Int) async throws -> Bool {
        kept.withLock { kept in
            let others = kept.filter { $0.id != subscription.id }
            guard others.count < limit else { return false }
            let before = kept.first { $0.id == subscription.id }
            let entry = PushSubscription(
                id: subscription.id, endpoint: subscription.endpoint, key: subscription.key,
                secret: subscription.secret, language: subscription.language,
                created: before?.created ?? subscription.created)
            kept = others + [entry]
            return true
        }
    }

    package func subscriptions() async throws -> [PushSubscription] {
        kept.withLock { $0.sorted { ($0.created, $0.id) < ($1.created, $1.id) } }
    }

    package func removeSubscription(_ id: String) async throws -> PushSubscription? {
        kept.withLock { kept in kept.firstIndex { $0.id == id }.map { kept.remove(at: $0) } }
    }

    package func recordDelivery(to id: String, at time: Timestamp) async throws {
        kept.withLock { kept in
            if let index = kept.firstIndex(where: { $0.id == id }) { kept[index].delivered = time }
        }
    }
}

extension PushSubscription {
    /// A browser with keys that are valid: those of RFC 8291, appendix A.
    /// - Parameter id: of ``idLength`` characters where it is kept in a database.
    package static func sample(
        _ id: String = "0123456789abcdef", endpoint: String = "https://fcm.googleapis.com/fcm/send/s3cret",
        language: Language = .english, created: Timestamp = .hour(1)
    ) -> PushSubscription {
        PushSubscription(
            id: id, endpoint: endpoint, key: [UInt8](base64URL: sampleKey) ?? [],
            secret: [UInt8](base64URL: sampleSecret) ?? [], language: language, created: created)
    }

    package static let sampleKey =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    package static let sampleSecret = "BTBZMqHH6r4Tts7J_aSIgg"
}
