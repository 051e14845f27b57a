package import Domain

/// What the attempts of a time show of a language model: how often it is of use, how long it takes, what it costs and
/// what it gets wrong.
package struct ModelQuality: Sendable {
    /// Requests that were sent, and those that brought no text, not even one that was refused.
    package private(set) var calls = 0
    package private(set) var errors = 0
    /// Hours and languages that were asked for, and those with a text that was accepted.
    package private(set) var analyses = 0
    package private(set) var accepted = 0
    /// By outcome, of all attempts.
    package private(set) var outcomes: [ModelOutcome: Int] = [:]
    /// Of the analyses without a text: by the outcome of the last attempt.
    package private(set) var fallbacks: [ModelOutcome: Int] = [:]
    /// Seconds: the median, and what 95 and 99 of 100 requests stay below (nearest rank); `nil` without a request.
    package private(set) var latency: (p50: Double, p95: Double, p99: Double)?
    package private(set) var inputTokens = 0
    package private(set) var outputTokens = 0
    /// In US dollars, and how many requests have no known cost.
    package private(set) var cost = 0.0
    package private(set) var unknownCosts = 0
    /// The most frequent reasons of refusals, at most ten.
    package private(set) var refusals: [(reason: String, count: Int)] = []

    private static let maxRefusals = 10

    private struct Analysis: Hashable {
        let hour: Timestamp
        let language: Language
    }

    package init(_ calls: [ModelCall]) {
        // One that is being sent has no outcome yet.
        let sent = calls.filter(\.outcome.wasSent)
        self.calls = sent.count
        errors = sent.count { !$0.outcome.isAccepted && !$0.outcome.isRefusedText }
        for call in calls { outcomes[call.outcome, default: 0] += 1 }
        for (_, attempts) in Dictionary(grouping: calls, by: { Analysis(hour: $0.hour, language: $0.language) }) {
            analyses += 1
            if attempts.contains(where: \.outcome.isAccepted) {
                accepted += 1
            } else if let last = attempts.max(by: { ($0.started, $0.attempt) < ($1.started, $1.attempt) }) {
                fallbacks[last.outcome, default: 0] += 1
            }
        }
        latency = Self.quantiles(sent.map { Double($0.duration.wholeMilliseconds) / 1000 }.sorted())
        for call in sent {
            inputTokens = inputTokens.addingReportingOverflow(call.inputTokens ?? 0).partialValue
            outputTokens = outputTokens.addingReportingOverflow(call.outputTokens ?? 0).partialValue
            if let cost = call.cost { self.cost += cost } else { unknownCosts += 1 }
        }
        var reasons: [String: Int] = [:]
        for call in calls where call.outcome.isRefusedText {
            for reason in Set(call.details) { reasons[reason, default: 0] += 1 }
        }
        refusals = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.maxRefusals).map {
            (reason: $0.key, count: $0.value)
        }
    }

    private static func quantiles(_ sorted: [Double]) -> (p50: Double, p95: Double, p99: Double)? {
        guard !sorted.isEmpty else { return nil }
        func quantile(_ share: Double) -> Double {
            sorted[max(0, min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
        }
        return (quantile(0.5), quantile(0.95), quantile(0.99))
    }

    /// Whether the length of the accepted texts has changed.
    package static func lengthDrift(_ calls: [ModelCall], now: Timestamp) -> MeanDrift? {
        MeanDrift(
            calls.filter(\.outcome.isAccepted).compactMap { call in
                call.textLength.map { (time: call.started, value: Double($0)) }
            }, now: now)
    }
}
