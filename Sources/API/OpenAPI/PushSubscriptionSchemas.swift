import Domain

// The JSON forms of push subscriptions. APITests compares them with what is encoded.

extension PushSubscriptionResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "PushSubscription",
        .object([
            .field("id", .text, "The first 16 hexadecimal digits of the SHA-256 digest of the endpoint."),
            .field("service", .text, "Host of the push service."),
            .field("language", .open(Language.allCases.map(\.rawValue))), .field("created", .time),
            .field("last_delivered", .nullable(.time), "When the push service last took a message."),
        ]))
}

extension PushSubscriptionListResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "PushSubscriptionList",
        .object([
            .field("subscriptions", .array(PushSubscriptionResponse.schema), "Oldest first."),
            .field(
                "key", .nullable(.text),
                "The `applicationServerKey` with which browsers register, in base64url; `null` where Web Push is off."),
            .field("limit", .count, "How many there may be."), .field("simulated", .boolean),
        ]))
}

extension PushSubscriptionRequest {
    static let schema = Schema.object([
        .field("endpoint", .text(from: 1, to: PushSubscription.longestEndpoint), "At a service of `PUSH_SERVICES`."),
        .field(
            "keys",
            .object([
                .field("p256dh", .text(matching: "^[A-Za-z0-9_-]{87}=?$"), "65 bytes in base64url."),
                .field("auth", .text(matching: "^[A-Za-z0-9_-]{22}(==)?$"), "16 bytes in base64url."),
            ])),
        .optional("language", .oneOf(Language.allCases.map(\.rawValue)), "Of its notifications; `en` by default."),
    ])
}
