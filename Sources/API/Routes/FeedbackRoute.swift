import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /v1/analysis/{id}/feedback`: whether an analysis was helpful.
struct FeedbackRoute: Sendable {
    let recorder: FeedbackRecorder
    let operations: OperationsAuthorization

    struct Received: Encodable, SchemaDescribed {
        let id: String
        let helpful: Bool

        static let schema = Schema.named(
            "Feedback", .object([.field("id", .text, "Of the analysis."), .field("helpful", .boolean)]))
    }

    private static let maxBodySize = 1024

    func add(to router: Router<APIRequestContext>) {
        router.add(ModelOperations.feedback) { query, context in
            try operations.requireToken(query.request, context)
            let id = try context.parameters.require("id")
            let helpful = try await Self.helpful(query.request)
            try await recorder.record(helpful, about: id, context)
            return try ResponseContent(Received(id: id, helpful: helpful)).prepared().response()
        }
    }

    /// - Throws: ``Problem``: 400, 413, 415 or 422.
    private static func helpful(_ request: Request) async throws -> Bool {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() ?? ""
        guard type == "application/json" else {
            throw Problem(
                .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported media type",
                detail: "send JSON with the header Content-Type: application/json")
        }
        try request.requireUnencodedBody()
        let bytes: ByteBuffer
        do { bytes = try await request.body.collect(upTo: maxBodySize) } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge, code: "too-large", title: "Request body too large",
                detail: "the body must have at most \(maxBodySize) bytes")
        }
        guard let members = try? JSONDecoder().decode([String: Member].self, from: Data(bytes.readableBytesView)) else {
            throw Problem.invalidBody(#"the body must be a JSON object: {"helpful": true}"#)
        }
        if let name = RepeatedMember.first(in: bytes.readableBytesView) { throw Problem.repeatedMember(name) }
        guard members.count == 1, let helpful = members["helpful"]?.boolean else {
            throw Problem(
                .unprocessableContent, code: "invalid-body", title: "Invalid feedback",
                detail: "the body must have the boolean 'helpful', and nothing else")
        }
        return helpful
    }

    private struct Member: Decodable {
        let boolean: Bool?

        init(from decoder: any Decoder) throws {
            boolean = try? decoder.singleValueContainer().decode(Bool.self)
        }
    }
}
