package import API
import Domain
import FoundationEssentials
import HTTPTypes

/// The port for the browsers that notifications go to. Two adapters: in process, and over HTTP for `web`.
package struct DeviceRegister: Sendable {
    private let read: @Sendable () async throws(ReadModelFailure) -> PushSubscriptionListResponse
    private let keep: @Sendable (PushSubscriptionRequest, String, APIRequestContext) async throws -> Void
    private let delete: @Sendable (String, String, APIRequestContext) async throws -> Void

    /// In process.
    package init(_ registration: PushRegistration) {
        read = { () async throws(ReadModelFailure) in try await registration.list() }
        keep = { request, _, context in _ = try await registration.add(request, context) }
        delete = { id, _, context in _ = try await registration.remove(id, context) }
    }

    /// By the API, which decides by the token of the request whether it shows them.
    package init(fetch: @escaping RemoteMarketReader.Fetch, send: @escaping AlertEditing.Send) {
        let api = RemoteAPI(fetch: fetch)
        read = { () async throws(ReadModelFailure) in
            let list: PushSubscriptionListResponse? = try await api.readIfAny(
                "/v1/push-subscriptions", what: "push subscriptions")
            // An older API has none.
            return list ?? PushSubscriptionListResponse([], key: nil, simulated: false)
        }
        @Sendable func sent(_ path: String, _ json: String?, _ token: String) async throws {
            let status: Int
            do { status = try await send(path, json, token).status } catch { throw Problem.unavailable }
            switch status {
            case 200: return
            case 404: throw Problem.notFound("no such push subscription")
            case 409: throw Problem.tooManySubscriptions
            case 422: throw Problem.invalidSubscription("the API did not accept the browser")
            case 401, 403:
                throw Problem(
                    .forbidden, code: "forbidden", title: "Refused by the API",
                    detail: "ADMIN_TOKEN of the dashboard and of the API must be the same")
            default: throw Problem.unavailable
            }
        }
        keep = { request, token, _ in
            let json = try JSONEncoder.compact.encode(Body(request))
            try await sent("/v1/push-subscriptions", String(decoding: json, as: UTF8.self), token)
        }
        delete = { id, token, _ in try await sent("/v1/push-subscriptions/\(id.percentEncoded)", nil, token) }
    }

    func devices() async throws(ReadModelFailure) -> PushSubscriptionListResponse { try await read() }

    func add(_ request: PushSubscriptionRequest, token: String, _ context: APIRequestContext) async throws {
        try await keep(request, token, context)
    }

    func remove(_ id: String, token: String, _ context: APIRequestContext) async throws {
        try await delete(id, token, context)
    }

    private struct Body: Encodable {
        struct Keys: Encodable { let p256dh, auth: String }

        let endpoint: String
        let keys: Keys
        let language: String

        init(_ request: PushSubscriptionRequest) {
            (endpoint, language) = (request.endpoint, request.language.rawValue)
            keys = Keys(p256dh: request.key.base64URL, auth: request.secret.base64URL)
        }
    }
}
