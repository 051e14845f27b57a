package import Domain
import FoundationEssentials
package import Outbound

/// Google's Gemini API: `POST /v1beta/models/MODEL:generateContent`.
///
/// Source: https://ai.google.dev/api/generate-content
package struct GeminiModel: LanguageModel {
    package let provider = "gemini"
    package let model: String
    package let isLocal: Bool
    private let baseURL: String
    private let key: String?
    private let exchange: ModelExchange

    package static let defaultBaseURL = "https://generativelanguage.googleapis.com"
    package static let defaultModel = "gemini-3.5-flash-lite"

    package init(
        baseURL: String?, model: String?, key: String?, client: PoliteClient
    ) {
        self.baseURL = baseURL ?? Self.defaultBaseURL
        self.model = model ?? Self.defaultModel
        self.key = key
        isLocal = OutboundRequest(self.baseURL).isToPrivateHost
        exchange = ModelExchange(client: client, label: provider)
    }

    package func respond(to prompt: ModelPrompt) async -> ModelResponse { await ask(prompt).withholding(key) }

    private func ask(_ prompt: ModelPrompt) async -> ModelResponse {
        let url = "\(baseURL)/v1beta/models/\(model):generateContent"
        let headers = key.map { [(name: "x-goog-api-key", value: $0)] } ?? []
        for format in GeminiRequest.Format.allCases {
            let body = GeminiRequest(prompt, schema: GeminiSchema.schema(prompt.schema), format: format).text
            switch await exchange.send(url, body: body, headers: headers) {
            case .failure(let failure): return ModelResponse(.failure(failure))
            case .success(let response):
                // Refused before anything was made or billed: the other name of the field may be the one it knows.
                if format == .responseSchema, GeminiError.isAboutFormat(response) { continue }
                return GeminiResponse.read(response)
            }
        }
        return ModelResponse(.failure(ModelFailure(.invalidRequest)))
    }
}
