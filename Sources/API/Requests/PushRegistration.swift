package import Domain
import HTTPTypes
import Hummingbird
import Logging

/// Registers browsers for notifications, lists and removes them, for the routes and for the page.
package struct PushRegistration: Sendable {
    private let log: any PushSubscriptionLog
    private let key: String?
    private let services: PushServices
    private let simulated: Bool
    private let now: @Sendable () -> Timestamp
    /// Called after a change.
    private let onChange: @Sendable () -> Void

    /// - Parameters:
    ///   - key: the public key that browsers are registered with, in base64url; `nil` where Web Push is off.
    ///   - now: the real time.
    package init(
        _ log: any PushSubscriptionLog, key: String?, services: PushServices, simulated: Bool = false,
        now: @escaping @Sendable () -> Timestamp, onChange: @escaping @Sendable () -> Void = {}
    ) {
        (self.log, self.key, self.services, self.simulated) = (log, key, services, simulated)
        (self.now, self.onChange) = (now, onChange)
    }

    /// - Throws: ``ReadModelFailure``
    package func list() async throws(ReadModelFailure) -> PushSubscriptionListResponse {
        do {
            return PushSubscriptionListResponse(try await log.subscriptions(), key: key, simulated: simulated)
        } catch {
            throw .unavailable(detail: "\(error)", because: (error as? ArchiveFailure)?.kind)
        }
    }

    /// Adds a browser, or replaces what is known of it.
    /// - Throws: ``Problem``: 409 where Web Push is off or there are too many, 422, or 503.
    package func add(_ request: PushSubscriptionRequest, _ context: APIRequestContext) async throws(Problem)
        -> PushSubscription
    {
        guard key != nil else { throw .pushIsOff }
        let subscription = try request.subscription(at: now(), of: services)
        do {
            guard try await log.keep(subscription, limit: PushSubscription.limit) else {
                throw Problem.tooManySubscriptions
            }
        } catch {
            throw Self.problem(error, context)
        }
        onChange()
        context.logger.notice("\(subscription) was registered for notifications over HTTP")
        return subscription
    }

    /// - Throws: ``Problem``: 404, or 503.
    package func remove(_ id: String, _ context: APIRequestContext) async throws(Problem) -> PushSubscription {
        let removed: PushSubscription
        do {
            guard let subscription = try await log.removeSubscription(id) else { throw Problem.noSubscription(id) }
            removed = subscription
        } catch {
            throw Self.problem(error, context)
        }
        onChange()
        context.logger.notice("\(removed) was removed from the receivers of notifications over HTTP")
        return removed
    }

    private static func problem(_ error: any Error, _ context: APIRequestContext) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let failure as ArchiveFailure:
            Problem(
                ReadModelFailure.unavailable(detail: failure.description, because: failure.kind),
                logger: context.logger)
        default: .unavailable
        }
    }
}

extension Problem {
    /// 404.
    package static func noSubscription(_ id: String) -> Problem {
        .notFound("no push subscription '\(id.printableLine(limit: 40))'; /v1/push-subscriptions lists them")
    }

    /// 409.
    package static let tooManySubscriptions = Problem(
        .conflict, code: "too-many-push-subscriptions", title: "Too many push subscriptions",
        detail: "there are \(PushSubscription.limit) browsers already; remove one first")

    /// 409.
    package static let pushIsOff = Problem(
        .conflict, code: "push-off", title: "Web Push is off",
        detail: "VAPID_PRIVATE_KEY is not set; bitcoin-analyzer vapid-keys makes one")
}
