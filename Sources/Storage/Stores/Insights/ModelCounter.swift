import Domain

/// Totals of the calls of language models, computed by the database.
struct ModelCounter: ModelCounting {
    let engine: any SQLEngine

    /// Not sent, or not over yet.
    private static let unsent = list(ModelOutcome.known.filter { !$0.wasSent })
    /// After these there is a text. What was refused at first is asked for again.
    private static let accepted = list(ModelOutcome.known.filter(\.isAccepted))

    private static let refused = list(ModelOutcome.refusedTexts)

    func totals() async throws(ArchiveFailure) -> ModelTotals {
        try await engine.read { database throws(ArchiveFailure) in
            var totals = ModelTotals()
            for row in try database.rows(Self.requests) { totals.requests.append(try Self.requests(in: row)) }
            let fallbacks = try database.rows(
                """
                SELECT outcome, COUNT(*) FROM ai_calls WHERE outcome NOT IN (\(Self.accepted))
                AND outcome <> '\(ModelOutcome.abandoned.rawValue)'
                AND (outcome NOT IN (\(Self.refused)) OR attempt > 1) GROUP BY outcome
                """)
            for row in fallbacks { totals.fallbacks[ModelOutcome(rawValue: try row.text(0))] = try row.count(1) }
            return totals
        }
    }

    private static let requests =
        "SELECT provider, model, outcome, COALESCE(SUM(cost), 0.0), "
        + [
            histogram("duration", GenAINames.durationBounds.map { $0 * 1000 }),
            histogram("input_tokens", GenAINames.tokenBounds), histogram("output_tokens", GenAINames.tokenBounds),
        ].joined(separator: ", ")
        + " FROM ai_calls WHERE outcome NOT IN (\(unsent)) GROUP BY provider, model, outcome "
        + "ORDER BY provider, model, outcome"

    /// The sum, the number, and the numbers up to each bound.
    private static func histogram(_ column: String, _ bounds: [Double]) -> String {
        (["CAST(COALESCE(SUM(\(column)), 0) AS DOUBLE PRECISION)", "COUNT(\(column))"]
            + bounds.map { "COUNT(CASE WHEN \(column) <= \(Int64($0)) THEN 1 END)" }).joined(separator: ", ")
    }

    private static func requests(in row: SQLRow) throws(ArchiveFailure) -> ModelTotals.Requests {
        var column = 4
        func histogram(_ bounds: Int, scale: Double = 1) throws(ArchiveFailure) -> ModelTotals.Histogram {
            defer { column += 2 + bounds }
            var counts: [Int] = []
            for index in 0..<bounds { counts.append(try row.count(column + 2 + index)) }
            return ModelTotals.Histogram(
                counts: counts, sum: try row.real(column) * scale, count: try row.count(column + 1))
        }
        return ModelTotals.Requests(
            provider: try row.text(0), model: try row.text(1), outcome: ModelOutcome(rawValue: try row.text(2)),
            duration: try histogram(GenAINames.durationBounds.count, scale: 0.001),
            inputTokens: try histogram(GenAINames.tokenBounds.count),
            outputTokens: try histogram(GenAINames.tokenBounds.count), cost: try row.real(3))
    }

    private static func list(_ outcomes: [ModelOutcome]) -> String {
        outcomes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
