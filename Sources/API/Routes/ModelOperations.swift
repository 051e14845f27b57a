import Domain
import HTTPTypes

/// The operations of ``ModelRoutes``.
enum ModelOperations {
    static let callLimit = Parameter.limit(default: 20)
    static let calls = Operation(
        "/v1/ai/calls", id: "listModelCalls", .operations,
        "The attempts to have a language model write, newest first.", access: .reader,
        parameters: [callLimit, Parameter.before, ResponseFormat.parameter],
        response: [.json(ModelCallPage.schema), .text("text/csv")])
    static let quality = Operation(
        "/v1/ai/quality", id: "getModelQuality", .operations,
        "What language models did, cost and got wrong in 30 days, and how analyses turned out.", access: .reader,
        response: [.json(ModelQualityResponse.schema)])

    static let feedback = Operation(
        "/v1/analysis/{id}/feedback", method: .post, id: "giveFeedback", .market,
        "Records whether an analysis was helpful; of an hour and a language, the last one counts.",
        access: .tokenHolder,
        requestBody: .json(.object([.field("helpful", .boolean)])),
        response: [.json(FeedbackRoute.Received.schema)],
        problems: [.notFound, .contentTooLarge, .unsupportedMediaType, .unprocessableContent])

    static let all = [calls, quality, feedback]
}
