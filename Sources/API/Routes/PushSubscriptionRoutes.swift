import Hummingbird

/// `/v1/push-subscriptions`: the browsers that notifications go to.
struct PushSubscriptionRoutes: Sendable {
    let registration: PushRegistration
    let responses: ResponseCache
    let operations: OperationsAuthorization

    func add(to router: Router<APIRequestContext>) {
        router.add(PushSubscriptionOperations.list) { query, context in
            let access = try operations.requireReader(query.request, context)
            return try await responses.respond(to: query, context, for: access) {
                ResponseContent(try await registration.list())
            }
        }
        router.add(PushSubscriptionOperations.add) { query, context in
            try operations.requireToken(query.request, context)
            let request = try await PushSubscriptionRequest(query.request)
            let subscription = try await registration.add(request, context)
            return try ResponseContent(PushSubscriptionResponse(subscription)).prepared().response()
        }
        router.add(PushSubscriptionOperations.remove) { query, context in
            try operations.requireToken(query.request, context)
            let id = String(try context.parameters.require("id").prefix(100))
            let removed = try await registration.remove(id, context)
            return try ResponseContent(PushSubscriptionResponse(removed)).prepared().response()
        }
    }
}

/// The operations of ``PushSubscriptionRoutes``.
enum PushSubscriptionOperations {
    static let list = Operation(
        "/v1/push-subscriptions", id: "listPushSubscriptions", .market,
        "The browsers that notifications go to by Web Push, oldest first, without their endpoints and keys.",
        access: .reader, response: [.json(PushSubscriptionListResponse.schema)])
    static let add = Operation(
        "/v1/push-subscriptions", method: .post, id: "addPushSubscription", .market,
        "Registers a browser, or replaces what is known of it.",
        description: "The body is what `PushSubscription.toJSON()` gives, with the language of the notifications.",
        access: .tokenHolder, requestBody: .json(PushSubscriptionRequest.schema),
        response: [.json(PushSubscriptionResponse.schema)],
        problems: [.conflict, .contentTooLarge, .unsupportedMediaType, .unprocessableContent])
    static let remove = Operation(
        "/v1/push-subscriptions/{id}", method: .delete, id: "removePushSubscription", .market,
        "Removes a browser, and returns it.", access: .tokenHolder,
        response: [.json(PushSubscriptionResponse.schema)], problems: [.notFound])

    static let all = [list, add, remove]
}
