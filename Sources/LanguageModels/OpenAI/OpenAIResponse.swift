import Domain
import FoundationEssentials
import Outbound

/// Reads a response of the chat route.
struct OpenAIResponse: Decodable {
    private struct Choice: Decodable {
        struct Message: Decodable {
            let content, refusal, reasoning, reasoning_content: String?
        }
        let message: Message?
        let finish_reason: String?
    }

    private struct Usage: Decodable {
        struct Details: Decodable { let reasoning_tokens: TokenCount? }
        let prompt_tokens, completion_tokens: TokenCount?
        let completion_tokens_details: Details?
    }

    private let choices: [Choice]?
    private let usage: Usage?
    private let model: String?

    static func read(_ response: OutboundResponse) -> ModelResponse {
        guard response.status == 200 else { return ModelResponse(.failure(OpenAIError.failure(response))) }
        guard let read = try? JSONDecoder().decode(OpenAIResponse.self, from: Data(response.body)) else {
            return ModelResponse(
                .failure(ModelFailure(.malformed, "the response is not the JSON of chat/completions")))
        }
        if read.choices?.isEmpty != false, let failure = OpenAIError.passedOn(response) {
            return ModelResponse(.failure(failure))
        }
        return read.response
    }

    private var response: ModelResponse {
        var response = ModelResponse(result)
        response.model = model?.visibleLine
        response.inputTokens = usage?.prompt_tokens?.value
        // With the reasoning, as it is billed.
        response.outputTokens = usage?.completion_tokens?.value
        response.reasoningTokens = usage?.completion_tokens_details?.reasoning_tokens?.value
        response.finishReasons = (choices ?? []).compactMap { $0.finish_reason?.visibleLine }
        return response
    }

    private var result: Result<String, ModelFailure> {
        guard let choice = choices?.first, let message = choice.message else { return .failure(ModelFailure(.empty)) }
        if let refusal = message.refusal, !refusal.isEmpty {
            return .failure(ModelFailure(.refused, refusal.providerQuotation))
        }
        let text = message.content ?? ""
        let hasReasoned =
            message.reasoning?.isEmpty == false || message.reasoning_content?.isEmpty == false
            || (usage?.completion_tokens_details?.reasoning_tokens?.value ?? 0) > 0
        switch choice.finish_reason {
        case "content_filter": return .failure(ModelFailure(.blocked, "content_filter"))
        case "length": return .failure(ModelFailure(text.isEmpty && hasReasoned ? .emptyByReasoning : .truncated))
        default: break
        }
        guard text.isEmpty else { return .success(text) }
        return .failure(ModelFailure(hasReasoned ? .emptyByReasoning : .empty))
    }
}
