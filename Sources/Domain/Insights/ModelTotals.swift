/// Totals of all recorded calls of language models, for metrics: they only grow.
package struct ModelTotals: Hashable, Sendable {
    /// Values counted in buckets.
    package struct Histogram: Hashable, Sendable {
        /// The number of values up to each bound.
        package let counts: [Int]
        package let sum: Double
        package let count: Int

        package init(counts: [Int], sum: Double, count: Int) {
            (self.counts, self.sum, self.count) = (counts, sum, count)
        }
    }

    /// The requests to one model that ended in one way.
    package struct Requests: Hashable, Sendable {
        package let provider: String
        /// The one that was asked for.
        package let model: String
        package let outcome: ModelOutcome
        /// Seconds.
        package let duration: Histogram
        package let inputTokens: Histogram
        package let outputTokens: Histogram
        /// In US dollars, of those whose price is known.
        package let cost: Double

        package init(
            provider: String, model: String, outcome: ModelOutcome, duration: Histogram, inputTokens: Histogram,
            outputTokens: Histogram, cost: Double
        ) {
            (self.provider, self.model, self.outcome) = (provider, model, outcome)
            (self.duration, self.inputTokens, self.outputTokens) = (duration, inputTokens, outputTokens)
            self.cost = cost
        }
    }

    package var requests: [Requests] = []
    /// How often the embedded analyst wrote instead, by the reason.
    package var fallbacks: [ModelOutcome: Int] = [:]

    package init() {}
}

/// Counts the recorded calls of language models.
package protocol ModelCounting: Sendable {
    /// - Throws: ``ArchiveFailure``
    func totals() async throws -> ModelTotals
}
