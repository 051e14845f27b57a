package import API
import Domain
import FoundationEssentials
import HTTPTypes

/// The port for making and removing price alerts from the dashboard. Two adapters: in process, and over HTTP for `web`.
package struct AlertEditing: Sendable {
    /// Sends a JSON body to a path with a token: a POST, or a DELETE where there is none; throws without a response.
    package typealias Send =
        @Sendable (_ path: String, _ json: String?, _ token: String) async throws -> (status: Int, body: [UInt8])

    private let make: @Sendable (AlertRequest, String, APIRequestContext) async throws -> Void
    private let delete: @Sendable (String, String, APIRequestContext) async throws -> Void

    /// In process.
    package init(_ editor: AlertEditor) {
        make = { request, _, context in _ = try await editor.add(request, context) }
        delete = { id, _, context in _ = try await editor.remove(id, context) }
    }

    /// By the API.
    package init(send: @escaping Send) {
        @Sendable func sent(_ path: String, _ json: String?, _ token: String) async throws {
            let status: Int
            do { status = try await send(path, json, token).status } catch { throw Problem.unavailable }
            switch status {
            case 200: return
            case 404: throw Problem.notFound("no such price alert")
            case 409: throw Problem.tooManyAlerts
            case 422: throw Problem.invalidAlert("the API did not accept the alert")
            case 401, 403:
                throw Problem(
                    .forbidden, code: "forbidden", title: "Refused by the API",
                    detail: "ADMIN_TOKEN of the dashboard and of the API must be the same")
            default: throw Problem.unavailable
            }
        }
        make = { request, token, _ in
            let json = try JSONEncoder.compact.encode(Body(request))
            try await sent("/v1/alerts", String(decoding: json, as: UTF8.self), token)
        }
        delete = { id, token, _ in try await sent("/v1/alerts/\(id.percentEncoded)", nil, token) }
    }

    func add(_ request: AlertRequest, token: String, _ context: APIRequestContext) async throws {
        try await make(request, token, context)
    }

    func remove(_ id: String, token: String, _ context: APIRequestContext) async throws {
        try await delete(id, token, context)
    }

    private struct Body: Encodable {
        let kind: String
        let price: Double?
        let percent: Double?
        let hours: Int?
        let note: String

        init(_ request: AlertRequest) {
            (kind, note) = (request.condition.kind.rawValue, request.note)
            (price, percent) = (request.condition.price, request.condition.percent)
            hours = request.condition.hours
        }
    }
}
