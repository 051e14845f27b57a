import Domain
import Outbound
import Testing

@testable import LanguageModels

@Suite("Errors of servers with OpenAI’s chat route") struct OpenAIErrorTests {
    private static func outcome(_ status: Int, _ body: String) -> ModelOutcome? {
        let response = OpenAIResponse.read(OutboundResponse(status: status, body: Array(body.utf8)))
        if case .failure(let failure) = response.result { return failure.outcome }
        return nil
    }

    private static let passedErrors: [(String, ModelOutcome)] = [
        (#"{"error":{"message":"upstream died","code":502}}"#, .serverError),
        (#"{"error":{"message":"slow down","code":429},"choices":[]}"#, .rateLimited),
        (#"{"error":{"message":"no credits","code":"402"}}"#, .quota),
        (#"{"error":{"message":"over","code":"insufficient_quota"}}"#, .quota),
        (#"{"error":"out of memory"}"#, .serverError), (#"{"error":{"message":"odd","code":7}}"#, .serverError),
        (#"{"error":null,"choices":[]}"#, .empty), (#"{"choices":[]}"#, .empty),
    ]

    @Test("an error with status 200 is that error, not an empty text", arguments: passedErrors.indices)
    func passedOn(index: Int) {
        let (body, expected) = Self.passedErrors[index]
        #expect(Self.outcome(200, body) == expected, "\(body)")
    }

    @Test("an error beside a text does not hide the text")
    func beside() throws {
        let body = #"{"error":{"message":"x","code":502},"choices":[{"message":{"content":"{}"}}]}"#
        #expect(try OpenAIResponse.read(OutboundResponse(body: Array(body.utf8))).result.get() == "{}")
    }

    private static let notFound: [(String, ModelOutcome)] = [
        ("404 page not found", .invalidRequest), ("", .invalidRequest), (#"{"detail":"Not Found"}"#, .invalidRequest),
        (#"{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}"#, .invalidRequest),
        (#"{"error":{"message":"model 'x' not found, try pulling it first"}}"#, .modelNotFound),
        (#"{"object":"error","message":"The model `x` does not exist.","code":404}"#, .modelNotFound),
        (#"{"error":{"message":"Not found","code":"model_not_found"}}"#, .modelNotFound),
    ]

    @Test("a route that is missing is not a model that is missing", arguments: notFound.indices)
    func missing(index: Int) {
        let (body, expected) = Self.notFound[index]
        #expect(Self.outcome(404, body) == expected, "\(body)")
    }
}
