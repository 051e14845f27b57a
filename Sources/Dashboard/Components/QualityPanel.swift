import API
import Domain

/// What the language model did and cost, why its texts were refused, and what has changed.
struct QualityPanel: Sendable {
    struct Row: Sendable {
        let name: String
        let value: String
    }

    let trackRecord: [String]
    let rows: [Row]
    let hasRows: Bool
    /// How often each reason led to a text of the embedded analyst.
    let fallbacks: [Row]
    let hasFallbacks: Bool
    let refusals: [Row]
    let hasRefusals: Bool

    init(_ quality: ModelQualityResponse, in formatter: LocalizedFormatter) {
        let (labels, numbers, language) = (
            formatter.strings.quality, formatter.numbers, formatter.language
        )
        trackRecord = quality.trackRecord.sentences(in: language)
        func share(_ value: Double?) -> String { value.map { numbers.percent($0 * 100) } ?? labels.unknown }
        func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
            DashboardStrings.fill(text, values)
        }
        var rows: [Row] = []
        if quality.analyses > 0 {
            rows.append(
                Row(
                    name: labels.written,
                    value: fill(
                        labels.ofTotal,
                        ["n": numbers.count(quality.accepted), "total": numbers.count(quality.analyses)])))
            rows.append(
                Row(
                    name: labels.requests,
                    value: fill(
                        labels.withErrors,
                        ["n": numbers.count(quality.calls), "share": share(quality.errorRate)])))
            if let latency = quality.latencySeconds {
                func seconds(_ value: Double) -> String { numbers.decimal(value, decimals: 1) }
                rows.append(
                    Row(
                        name: labels.latency,
                        value: fill(
                            labels.latencyValue,
                            ["p50": seconds(latency.p50), "p95": seconds(latency.p95), "p99": seconds(latency.p99)])))
            }
            rows.append(
                Row(
                    name: labels.tokens,
                    value: fill(
                        labels.tokensValue,
                        ["in": numbers.count(quality.inputTokens), "out": numbers.count(quality.outputTokens)])))
            rows.append(
                Row(
                    name: labels.cost,
                    value: fill(labels.costValue, ["n": numbers.decimal(quality.costUSD, decimals: 4)])
                        + (quality.callsWithoutCost == 0
                            ? "" : " " + fill(labels.withoutPrice, ["n": numbers.count(quality.callsWithoutCost)]))))
        }
        func drift(_ name: String, _ isChange: Bool?) {
            guard let isChange else { return }
            rows.append(Row(name: name, value: isChange ? labels.changed : labels.unchanged))
        }
        drift(labels.length, quality.drift.length?.change)
        drift(labels.mood, quality.drift.mood?.change)
        drift(labels.mix, quality.drift.trend?.change)
        let votes = quality.feedback.helpful + quality.feedback.unhelpful
        if votes > 0 {
            rows.append(
                Row(
                    name: labels.feedback,
                    value: fill(
                        labels.ofTotal,
                        ["n": numbers.count(quality.feedback.helpful), "total": numbers.count(votes)])))
        }
        self.rows = rows
        hasRows = !rows.isEmpty
        fallbacks = quality.fallbacks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { reason, count in
            Row(name: ModelOutcome(rawValue: reason).message[language], value: numbers.count(count))
        }
        hasFallbacks = !fallbacks.isEmpty
        refusals = quality.refusals.map { Row(name: $0.phrase[language], value: numbers.count($0.count)) }
        hasRefusals = !refusals.isEmpty
    }
}
