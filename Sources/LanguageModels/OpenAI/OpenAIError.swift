import Domain
import FoundationEssentials
import Outbound

/// `{"error": {"message", "type", "code"}}` of OpenAI, `{"error": "…"}` of Ollama, the flat `{"message", "code"}` of
/// Mistral, and none at all of vLLM.
struct OpenAIError: Decodable {
    private let message, type, code: String?
    /// Whether there is an `error`.
    private let isNamed: Bool

    private enum CodingKeys: String, CodingKey { case error, message, type, code, detail }

    init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: CodingKeys.self)
        isNamed = (try? outer.decodeNil(forKey: .error)) == false
        let inner = (try? outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .error)) ?? outer
        func text(_ key: CodingKeys) -> String? { try? inner.decode(String.self, forKey: key) }
        message =
            text(.message) ?? (try? outer.decode(String.self, forKey: .error))
            ?? (try? outer.decode(JSONValue.self, forKey: .detail)).map(\.plainText)
        type = text(.type)
        code = text(.code) ?? (try? inner.decode(Int.self, forKey: .code)).map(String.init)
    }

    private static func read(_ response: OutboundResponse) -> OpenAIError? {
        try? JSONDecoder().decode(OpenAIError.self, from: Data(response.body))
    }

    /// What stands in a response with status 200 in place of a text: servers that pass requests on (OpenRouter) give
    /// the error of another one so, with its status as the code. `nil` where it has no error.
    static func passedOn(_ response: OutboundResponse) -> ModelFailure? {
        guard let error = read(response), error.isNamed else { return nil }
        let known = failure(response)
        guard known.outcome == .malformed else { return known }
        let status = error.code.flatMap { Int($0) }.flatMap { (400..<600).contains($0) ? $0 : nil } ?? 500
        return ModelFailure(
            ModelFailure(status: status, "", retryAfter: nil).outcome, known.detail, retryAfter: known.retryAfter)
    }

    static func failure(_ response: OutboundResponse) -> ModelFailure {
        let error = read(response)
        let text = error?.message ?? String(decoding: response.body.prefix(4000), as: UTF8.self)
        let detail = text.providerQuotation
        let wait = ModelExchange.retryAfter(response)
        let words = [error?.code, error?.type].compactMap { $0?.lowercased() }
        if words.contains(where: { ["insufficient_quota", "billing_hard_limit_reached"].contains($0) }) {
            return ModelFailure(.quota, detail, retryAfter: wait)
        }
        if words.contains("invalid_api_key") { return ModelFailure(.auth, detail) }
        if words.contains("model_not_found") { return ModelFailure(.modelNotFound, detail) }
        // llama.cpp: `{"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}`
        if response.status == 503, text.lowercased().contains("loading") {
            return ModelFailure(.loading, detail, retryAfter: wait)
        }
        // A server that has the route says which model it does not have.
        if response.status == 404, [nil, "not found", "file not found"].contains(error?.message?.lowercased()) {
            return ModelFailure(.invalidRequest, "status 404\(detail.isEmpty ? "" : ": \(detail)")", retryAfter: wait)
        }
        return ModelFailure(status: response.status, detail, retryAfter: wait)
    }

    /// Whether the server does not know the form of the schema.
    static func isAboutFormat(_ response: OutboundResponse) -> Bool {
        guard [400, 422].contains(response.status) else { return false }
        let text = String(decoding: response.body.prefix(4000), as: UTF8.self).lowercased()
        return text.contains("response_format") || text.contains("json_schema")
    }
}
