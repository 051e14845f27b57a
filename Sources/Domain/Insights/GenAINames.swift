/// The names of OpenTelemetry's GenAI conventions for calls of language models, in one place, as they still change.
///
/// Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/
package enum GenAINames {
    package static let operation = "gen_ai.operation.name"
    package static let provider = "gen_ai.provider.name"
    package static let requestModel = "gen_ai.request.model"
    package static let responseModel = "gen_ai.response.model"
    package static let inputTokens = "gen_ai.usage.input_tokens"
    /// With those of reasoning.
    package static let outputTokens = "gen_ai.usage.output_tokens"
    package static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
    package static let finishReasons = "gen_ai.response.finish_reasons"
    package static let promptName = "gen_ai.prompt.name"
    package static let promptVersion = "gen_ai.prompt.version"
    package static let tokenType = "gen_ai.token.type"
    package static let errorType = "error.type"

    /// The value of ``operation`` for a request of a text.
    package static let chat = "chat"

    /// `gen_ai.client.operation.duration`, in seconds.
    package static let durationMetric = "gen_ai_client_operation_duration_seconds"
    /// `gen_ai.client.token.usage`
    package static let tokensMetric = "gen_ai_client_token_usage"

    /// The bounds that the conventions give for the two histograms.
    package static let durationBounds = [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]
    package static let tokenBounds: [Double] = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576]

    /// A name as Prometheus writes it, which knows no dots.
    package static func label(_ name: String) -> String {
        String(name.map { $0 == "." ? "_" : $0 })
    }
}
