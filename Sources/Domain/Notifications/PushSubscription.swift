/// A browser that registered itself for notifications (https://www.w3.org/TR/push-api/#pushsubscription-interface).
///
/// Whoever knows ``endpoint`` can send to it what the push service accepts, and ``key`` with ``secret`` encrypt what it
/// shows: none of them stands in a log line, a response or a page.
package struct PushSubscription: Hashable, Sendable, CustomStringConvertible {
    /// The first 64 bits of the SHA-256 digest of ``endpoint``, as ``idLength`` hexadecimal digits: a browser has one
    /// subscription, however often it registers.
    package let id: String
    /// The address at its push service that takes messages for it (RFC 8030, 5). A secret.
    package let endpoint: String
    /// Its public key: a point of P-256, uncompressed, ``keyLength`` bytes (`p256dh`; RFC 8291, 3.1).
    package let key: [UInt8]
    /// Its authentication secret, ``secretLength`` bytes (`auth`; RFC 8291, 3.2).
    package let secret: [UInt8]
    /// Of what it is sent.
    package let language: Language
    package let created: Timestamp
    /// When its push service last took a message.
    package var delivered: Timestamp?

    package init(
        id: String, endpoint: String, key: [UInt8], secret: [UInt8], language: Language, created: Timestamp,
        delivered: Timestamp? = nil
    ) {
        (self.id, self.endpoint, self.key, self.secret) = (id, endpoint, key, secret)
        (self.language, self.created, self.delivered) = (language, created, delivered)
    }

    /// Subscriptions that a database keeps at most.
    package static let limit = 20
    package static let idLength = 16
    /// In bytes.
    package static let longestEndpoint = 1024
    package static let (keyLength, secretLength) = (65, 16)

    /// Host of the push service, with its port where it has one.
    package var service: String { AddressParts(endpoint).host }

    /// As other addresses that notifications go to: two browsers of one service differ by their ids.
    package var receiver: NoticeReceiver {
        NoticeReceiver(fingerprint: id, name: "browser by \(service) \(id.prefix(4))")
    }

    package var description: String { receiver.name }
}

/// Keeps the browsers that notifications go to.
///
/// Every method throws ``ArchiveFailure``.
package protocol PushSubscriptionLog: Sendable {
    /// Adds a subscription, or replaces the one of its id.
    /// - Returns: whether it was kept: not where there are `limit` others.
    func keep(_ subscription: PushSubscription, limit: Int) async throws -> Bool
    /// Oldest first.
    func subscriptions() async throws -> [PushSubscription]
    /// - Returns: the subscription that was removed; `nil` where there was none.
    func removeSubscription(_ id: String) async throws -> PushSubscription?
    /// Records that the push service took a message. Without effect where the subscription was removed.
    func recordDelivery(to id: String, at time: Timestamp) async throws
}
