package import API
import Domain
import FoundationEssentials
import HTTPTypes

/// The port for changing incidents from the dashboard. Two adapters: in process, and over HTTP for `web`.
package struct IncidentEditing: Sendable {
    /// Sends a PATCH of a path with a JSON body and a token; throws without a response.
    package typealias Send =
        @Sendable (_ path: String, _ json: String, _ token: String) async throws -> (
            status: Int, body: [UInt8]
        )

    private let edit: @Sendable (IncidentID, IncidentChange, String, APIRequestContext) async throws -> Void

    /// In process.
    package init(_ editor: IncidentEditor) {
        edit = { id, change, _, context in
            _ = try await editor.change(id, by: IncidentPatch(json: Array(try change.json())), context)
        }
    }

    /// By the API.
    package init(send: @escaping Send) {
        edit = { id, change, token, _ in
            let path = "/v1/incidents/\(id.rawValue.percentEncoded)"
            let json = String(decoding: try change.json(), as: UTF8.self)
            let status: Int
            do { status = try await send(path, json, token).status } catch { throw Problem.unavailable }
            switch status {
            case 200: return
            case 404: throw Problem.notFound("no incident '\(id.rawValue.printableLine(limit: 100))'")
            case 401, 403:
                throw Problem(
                    .forbidden, code: "forbidden", title: "Refused by the API",
                    detail: "ADMIN_TOKEN of the dashboard and of the API must be the same")
            case 409:
                throw Problem(
                    .conflict, code: "conflict", title: "Another incident is open",
                    detail: "another incident of the same cause and place is open; resolve it first")
            default: throw Problem.unavailable
            }
        }
    }

    func change(_ id: IncidentID, by change: IncidentChange, token: String, _ context: APIRequestContext) async throws {
        try await edit(id, change, token, context)
    }
}

/// What an operator changes of an incident; `nil` leaves it as it is.
struct IncidentChange: Encodable, Sendable {
    var resolution: String?
    var lesson: String?
    var state: String?

    func json() throws -> Data { try JSONEncoder.compact.encode(self) }
}
