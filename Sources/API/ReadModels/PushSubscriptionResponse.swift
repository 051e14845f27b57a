package import Domain

/// A browser that notifications go to, without its endpoint and keys.
package struct PushSubscriptionResponse: Codable, Hashable, Sendable {
    package let id: String
    /// Host of its push service.
    package let service: String
    /// `en` or `fr`, or one of a newer version.
    package let language: String
    package let created: Timestamp
    /// When its push service last took a message.
    package let lastDelivered: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case id, service, language, created
        case lastDelivered = "last_delivered"
    }

    package init(_ subscription: PushSubscription) {
        (id, service) = (subscription.id, subscription.service)
        (language, created) = (subscription.language.rawValue, subscription.created)
        lastDelivered = subscription.delivered
    }

    /// With `null` for one that was sent nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(service, forKey: .service)
        try container.encode(language, forKey: .language)
        try container.encode(created, forKey: .created)
        try container.encode(lastDelivered, forKey: .lastDelivered)
    }
}

/// `GET /v1/push-subscriptions`: oldest first.
package struct PushSubscriptionListResponse: Codable, Hashable, Sendable {
    package let subscriptions: [PushSubscriptionResponse]
    /// The `applicationServerKey` with which browsers register; `nil` where Web Push is off.
    package let key: String?
    /// How many there may be.
    package let limit: Int
    package let simulated: Bool

    private enum CodingKeys: String, CodingKey { case subscriptions, key, limit, simulated }

    package init(_ subscriptions: [PushSubscription], key: String?, simulated: Bool) {
        self.subscriptions = subscriptions.map(PushSubscriptionResponse.init)
        (self.key, limit, self.simulated) = (key, PushSubscription.limit, simulated)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(subscriptions, forKey: .subscriptions)
        try container.encode(key, forKey: .key)
        try container.encode(limit, forKey: .limit)
        try container.encode(simulated, forKey: .simulated)
    }
}
