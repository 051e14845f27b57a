package import Domain
import Synchronization

/// Metrics of language models, computed from the database: valid whichever process asks them.
package final class ModelMetrics: Sendable {
    private let models: any ModelCounting
    private let version: @Sendable () -> UInt64
    private let cached = Mutex<(totals: ModelTotals, version: UInt64)?>(nil)

    /// - Parameter version: the data version; calls are counted once for each.
    package init(_ models: any ModelCounting, version: @escaping @Sendable () -> UInt64) {
        self.models = models
        self.version = version
    }

    /// All metric families, without samples while the database is unreachable, which ``CollectionMetrics`` reports.
    package func families() async -> [MetricFamily] {
        let current = version()
        if let cached = cached.withLock({ $0 }), cached.version == current { return Self.families(cached.totals) }
        guard let totals = try? await models.totals() else { return Self.families(ModelTotals()) }
        cached.withLock { $0 = (totals, current) }
        return Self.families(totals)
    }

    static func families(_ totals: ModelTotals) -> [MetricFamily] {
        [
            MetricFamily(
                GenAINames.durationMetric, .histogram, "Seconds of requests to language models.",
                totals.requests.flatMap { requests in
                    let failure = requests.outcome == .accepted ? "" : requests.outcome.rawValue
                    return samples(
                        of: requests.duration, GenAINames.durationBounds,
                        labels(requests) + [.init(GenAINames.label(GenAINames.errorType), failure)])
                }),
            MetricFamily(
                GenAINames.tokensMetric, .histogram, "Tokens of requests to language models.",
                tokens(totals.requests)),
            MetricFamily(
                "bitcoin_analyzer_ai_fallbacks_total", .counter,
                "Analyses that the embedded analyst wrote in place of a language model.",
                totals.fallbacks.sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { .init(Double($0.value), .init("reason", $0.key.rawValue)) }),
            MetricFamily(
                "bitcoin_analyzer_ai_cost_usd_total", .counter,
                "Cost of requests to language models whose price is known, in US dollars.",
                byModel(totals.requests).map { requests in
                    .init(requests.reduce(0) { $0 + $1.cost }, requests.first.map(labels) ?? [])
                }),
        ]
    }

    /// Those to each model, whatever their outcome.
    private static func byModel(_ requests: [ModelTotals.Requests]) -> [[ModelTotals.Requests]] {
        struct Model: Hashable { let provider, name: String }
        return Dictionary(grouping: requests) { Model(provider: $0.provider, name: $0.model) }
            .sorted { ($0.key.provider, $0.key.name) < ($1.key.provider, $1.key.name) }.map(\.value)
    }

    private static func tokens(_ requests: [ModelTotals.Requests]) -> [MetricFamily.Sample] {
        byModel(requests).flatMap { requests in
            [("input", requests.map(\.inputTokens)), ("output", requests.map(\.outputTokens))].flatMap { type, parts in
                samples(
                    of: sum(parts), GenAINames.tokenBounds,
                    (requests.first.map(labels) ?? []) + [.init(GenAINames.label(GenAINames.tokenType), type)])
            }
        }
    }

    private static func sum(_ parts: [ModelTotals.Histogram]) -> ModelTotals.Histogram {
        ModelTotals.Histogram(
            counts: (parts.first?.counts ?? []).indices.map { index in parts.reduce(0) { $0 + $1.counts[index] } },
            sum: parts.reduce(0) { $0 + $1.sum }, count: parts.reduce(0) { $0 + $1.count })
    }

    private static func labels(_ requests: ModelTotals.Requests) -> [MetricFamily.Label] {
        [
            .init(GenAINames.label(GenAINames.operation), GenAINames.chat),
            .init(GenAINames.label(GenAINames.provider), requests.provider),
            .init(GenAINames.label(GenAINames.requestModel), requests.model),
        ]
    }

    private static func samples(
        of histogram: ModelTotals.Histogram, _ bounds: [Double], _ labels: [MetricFamily.Label]
    ) -> [MetricFamily.Sample] {
        zip(bounds, histogram.counts).map { bound, count in
            let le = bound == bound.rounded() ? "\(Int64(bound))" : "\(bound)"
            return .init(Double(count), labels + [.init("le", le)], suffix: "_bucket")
        } + [
            .init(Double(histogram.count), labels + [.init("le", "+Inf")], suffix: "_bucket"),
            .init(histogram.sum, labels, suffix: "_sum"), .init(Double(histogram.count), labels, suffix: "_count"),
        ]
    }
}
