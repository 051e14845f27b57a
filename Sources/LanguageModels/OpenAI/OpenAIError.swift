import Domain
import FoundationEssentials
import Outbound

/// `{"error": {"message", "type", "code"}}` of OpenAI, `{"error": "…"}` of Ollama, the flat `{"message", "code"}` of
/// Mistral, and none at all of vLLM.
struct OpenAIError: Decodable {
    private let message, type, code: String?

    private enum CodingKeys: String, CodingKey { case error, message, type, code, detail }

    init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: CodingKeys.self)
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
        return ModelFailure(status: response.status, detail, retryAfter: wait)
    }

    /// Whether the server does not know the form of the schema.
    static func isAboutFormat(_ response: OutboundResponse) -> Bool {
        guard [400, 422].contains(response.status) else { return false }
        let text = String(decoding: response.body.prefix(4000), as: UTF8.self).lowercased()
        return text.contains("response_format") || text.contains("json_schema")
    }
}
