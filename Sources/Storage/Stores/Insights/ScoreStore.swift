import Domain

/// What analyses said and how that turned out, in the tables `analysis_scores` and `analysis_feedback`.
struct ScoreStore: ScoreLog {
    let engine: any SQLEngine

    private static let names = "hour, quote, price, trend, low80, high80, low95, high95, mood, later_close"

    func keep(_ score: AnalysisScore) async throws(ArchiveFailure) {
        func real(_ value: Double?) -> SQLValue { value.map { .real($0) } ?? .null }
        let values: [SQLValue] = [
            .time(score.hour), .text(SQLValue.cleaned(score.quote.rawValue)), .real(score.price),
            .text(score.trend?.rawValue), real(score.range?.low80), real(score.range?.high80),
            real(score.range?.low95), real(score.range?.high95), real(score.mood), real(score.close),
        ]
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                """
                INSERT INTO analysis_scores (\(Self.names)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (hour) DO NOTHING
                """, values)
        }
    }

    func score(of hour: Timestamp) async throws(ArchiveFailure) -> AnalysisScore? {
        try await scores("hour = ?", [.time(hour)]).first
    }

    func unscored(in range: TimeRange, limit: Int) async throws(ArchiveFailure) -> [AnalysisScore] {
        try await scores(
            "later_close IS NULL AND hour >= ? AND hour < ? ORDER BY hour LIMIT ?",
            [.time(range.start), .time(range.end), .count(limit)])
    }

    func finish(_ hour: Timestamp, close: Double) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                "UPDATE analysis_scores SET later_close = ? WHERE hour = ?", [.real(close), .time(hour)])
        }
    }

    func scored(since: Timestamp) async throws(ArchiveFailure) -> [AnalysisScore] {
        try await scores("later_close IS NOT NULL AND hour > ? ORDER BY hour", [.time(since)])
    }

    func coverage(since: Timestamp) async throws(ArchiveFailure) -> RangeCoverage {
        try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                """
                SELECT COUNT(*), COUNT(CASE WHEN later_close BETWEEN low80 AND high80 THEN 1 END) FROM analysis_scores
                WHERE later_close IS NOT NULL AND low80 IS NOT NULL AND hour > ?
                """, [.time(since)])
            guard let row = rows.first else { return RangeCoverage(ranges: 0, held80: 0) }
            return RangeCoverage(ranges: try row.count(0), held80: try row.count(1))
        }
    }

    private func scores(_ condition: String, _ values: [SQLValue]) async throws(ArchiveFailure) -> [AnalysisScore] {
        try await engine.read { database throws(ArchiveFailure) in
            var scores: [AnalysisScore] = []
            for row in try database.rows("SELECT \(Self.names) FROM analysis_scores WHERE \(condition)", values) {
                scores.append(try Self.score(in: row))
            }
            return scores
        }
    }

    private static func score(in row: SQLRow) throws(ArchiveFailure) -> AnalysisScore {
        func real(_ column: Int) throws(ArchiveFailure) -> Double? {
            row.values[column] == .null ? nil : try row.real(column)
        }
        var range: PriceRange?
        if let low80 = try real(4), let high80 = try real(5), let low95 = try real(6), let high95 = try real(7) {
            range = PriceRange(low80: low80, high80: high80, low95: low95, high95: high95)
        }
        return AnalysisScore(
            hour: try row.time(0), quote: Quote(rawValue: try row.text(1)), price: try row.real(2),
            trend: try row.textIfAny(3).map(Briefing.Trend.init(rawValue:)), range: range, mood: try real(8),
            close: try real(9))
    }

    func record(_ feedback: AnalysisFeedback) async throws(ArchiveFailure) {
        let values: [SQLValue] = [
            .time(feedback.hour), .text(feedback.language.rawValue), .text(SQLValue.cleaned(feedback.provider)),
            .text(SQLValue.cleaned(feedback.model)), .flag(feedback.helpful), .time(feedback.given),
        ]
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                """
                INSERT INTO analysis_feedback (hour, language, provider, model, helpful, given) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (hour, language) DO UPDATE SET provider = excluded.provider, model = excluded.model,
                helpful = excluded.helpful, given = excluded.given
                """, values)
        }
    }

    func feedback(since: Timestamp) async throws(ArchiveFailure) -> [AnalysisFeedback] {
        try await engine.read { database throws(ArchiveFailure) in
            var given: [AnalysisFeedback] = []
            for row in try database.rows(
                """
                SELECT hour, language, provider, model, helpful, given FROM analysis_feedback
                WHERE given > ? ORDER BY given, hour, language
                """, [.time(since)])
            {
                guard let language = Language(rawValue: try row.text(1)) else {
                    throw .unreadable("the language of a feedback is not known")
                }
                given.append(
                    AnalysisFeedback(
                        hour: try row.time(0), language: language, provider: try row.text(2), model: try row.text(3),
                        helpful: try row.integer(4) == 1, given: try row.time(5)))
            }
            return given
        }
    }
}
