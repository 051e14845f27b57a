package import API
import Domain
import HTTPTypes

/// The port for feedback about analyses. Two adapters: in process, and over HTTP for `web`.
package struct FeedbackSending: Sendable {
    /// Sends a POST of a JSON body to a path with a token; throws without a response.
    package typealias Send =
        @Sendable (_ path: String, _ json: String, _ token: String) async throws -> (status: Int, body: [UInt8])

    private let record: @Sendable (Bool, String, String, APIRequestContext) async throws -> Void

    /// In process.
    package init(_ recorder: FeedbackRecorder) {
        record = { helpful, id, _, context in try await recorder.record(helpful, about: id, context) }
    }

    /// By the API.
    package init(send: @escaping Send) {
        record = { helpful, id, token, _ in
            let path = "/v1/analysis/\(id.percentEncoded)/feedback"
            let status: Int
            do { status = try await send(path, #"{"helpful":\#(helpful)}"#, token).status } catch {
                throw Problem.unavailable
            }
            switch status {
            case 200: return
            case 404: throw Problem.notFound("no analysis '\(id.printableLine(limit: 40))'")
            case 401, 403:
                throw Problem(
                    .forbidden, code: "forbidden", title: "Refused by the API",
                    detail: "ADMIN_TOKEN of the dashboard and of the API must be the same")
            default: throw Problem.unavailable
            }
        }
    }

    func send(_ helpful: Bool, about id: String, token: String, _ context: APIRequestContext) async throws {
        try await record(helpful, id, token, context)
    }
}
