package import Domain
import FoundationEssentials
package import Outbound

/// The chat route of OpenAI, as Ollama, llama.cpp, vLLM and Mistral have it too: `POST /v1/chat/completions`.
///
/// Source: https://platform.openai.com/docs/api-reference/chat/create
package struct OpenAIModel: LanguageModel {
    package let provider = "openai"
    package let model: String
    package let isLocal: Bool
    private let baseURL: String
    private let key: String?
    private let exchange: ModelExchange

    package static let defaultBaseURL = "https://api.openai.com/v1"
    package static let defaultModel = "gpt-6-luna"

    package init(
        baseURL: String?, model: String?, key: String?, client: PoliteClient
    ) {
        let base = baseURL ?? Self.defaultBaseURL
        // `http://127.0.0.1:11434` means its `/v1`.
        let path = base.firstRange(of: "://").map { base[$0.upperBound...].drop { $0 != "/" } } ?? ""
        self.baseURL = path.isEmpty ? base + "/v1" : base
        self.model = model ?? Self.defaultModel
        self.key = key
        isLocal = OutboundRequest(base).isToPrivateHost
        exchange = ModelExchange(client: client, label: provider)
    }

    package func respond(to prompt: ModelPrompt) async -> ModelResponse { await ask(prompt).withholding(key) }

    private func ask(_ prompt: ModelPrompt) async -> ModelResponse {
        let headers = key.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        // OpenAI's reasoning models do not know `max_tokens`, and most other servers not the newer name.
        let isOpenAI = OutboundRequest(baseURL).host == "api.openai.com"
        for format in OpenAIRequest.Format.allCases {
            let body = OpenAIRequest(prompt, model: model, format: format, hasNewNames: isOpenAI).text
            switch await exchange.send("\(baseURL)/chat/completions", body: body, headers: headers) {
            case .failure(let failure): return ModelResponse(.failure(failure))
            case .success(let response):
                // Refused before anything was made or billed.
                if format == .schema, OpenAIError.isAboutFormat(response) { continue }
                return OpenAIResponse.read(response)
            }
        }
        return ModelResponse(.failure(ModelFailure(.invalidRequest)))
    }
}
