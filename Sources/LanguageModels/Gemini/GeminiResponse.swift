import Domain
import FoundationEssentials
import Outbound

/// Reads a response of `generateContent`.
struct GeminiResponse: Decodable {
    private struct Candidate: Decodable {
        struct Content: Decodable {
            struct Part: Decodable {
                let text: String?
                /// A summary of the reasoning, which is no answer.
                let thought: Bool?
            }
            let parts: [Part]?
        }
        let content: Content?
        let finishReason: String?
    }

    private struct Feedback: Decodable { let blockReason: String? }

    private struct Usage: Decodable {
        let promptTokenCount, candidatesTokenCount, thoughtsTokenCount: TokenCount?
    }

    private let candidates: [Candidate]?
    private let promptFeedback: Feedback?
    private let usageMetadata: Usage?
    private let modelVersion: String?

    static func read(_ response: OutboundResponse) -> ModelResponse {
        guard response.status == 200 else { return ModelResponse(.failure(GeminiError.failure(response))) }
        guard let read = try? JSONDecoder().decode(GeminiResponse.self, from: Data(response.body)) else {
            return ModelResponse(.failure(ModelFailure(.malformed, "the response is not the JSON of generateContent")))
        }
        return read.response
    }

    private var response: ModelResponse {
        var response = ModelResponse(result)
        response.model = modelVersion.map { ($0.hasPrefix("models/") ? String($0.dropFirst(7)) : $0).visibleLine }
        response.inputTokens = usageMetadata?.promptTokenCount?.value
        response.reasoningTokens = usageMetadata?.thoughtsTokenCount?.value
        // Thinking is billed as output, and counted beside the candidates.
        response.outputTokens =
            usageMetadata?.candidatesTokenCount?.value.map { $0 + (response.reasoningTokens ?? 0) }
            ?? response.reasoningTokens
        response.finishReasons = (candidates ?? []).compactMap {
            $0.finishReason?.lowercased().visibleLine
        }
        return response
    }

    private var result: Result<String, ModelFailure> {
        guard let candidate = candidates?.first else {
            let reason = promptFeedback?.blockReason?.providerQuotation
            return .failure(reason.map { ModelFailure(.blocked, "the prompt: \($0)") } ?? ModelFailure(.empty))
        }
        let parts = candidate.content?.parts ?? []
        let text = parts.filter { $0.thought != true }.compactMap(\.text).joined()
        switch candidate.finishReason {
        case "MAX_TOKENS":
            let reasoned = (usageMetadata?.thoughtsTokenCount?.value ?? 0) > 0
            return .failure(ModelFailure(text.isEmpty && reasoned ? .emptyByReasoning : .truncated))
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE":
            return .failure(ModelFailure(.blocked, candidate.finishReason ?? ""))
        default: return text.isEmpty ? .failure(ModelFailure(.empty)) : .success(text)
        }
    }
}
