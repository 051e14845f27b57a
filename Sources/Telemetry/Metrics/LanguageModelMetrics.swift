package import Domain

/// The metrics of language models, by the names of OpenTelemetry (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/).
///
/// The embedded analyst asks no model: the metrics are declared, so that dashboards and alerts can name them, and have no samples.
package enum LanguageModelMetrics {
    package static let families = [
        MetricFamily(
            "gen_ai_client_operation_duration_seconds", .histogram, "How long language models took to answer."),
        MetricFamily(
            "gen_ai_client_token_usage", .histogram, "Tokens that language models have read and written in one call."),
        MetricFamily(
            "bitcoin_analyzer_ai_fallbacks_total", .counter,
            "Analyses that the embedded analyst wrote in place of a language model, by reason."),
    ]
}
