package import Domain
import Synchronization

/// What analyses said and how that turned out, in memory, by the rules of ``ScoreLog``.
package final class MemoryScores: ScoreLog {
    private struct Analysis: Hashable {
        let hour: Timestamp
        let language: Language
    }

    private let scores = Mutex<[Timestamp: AnalysisScore]>([:])
    private let given = Mutex<[Analysis: AnalysisFeedback]>([:])

    package init() {}

    package func keep(_ score: AnalysisScore) async throws {
        scores.withLock { if $0[score.hour] == nil { $0[score.hour] = score } }
    }

    package func score(of hour: Timestamp) async throws -> AnalysisScore? { scores.withLock { $0[hour] } }

    package func unscored(in range: TimeRange, limit: Int) async throws -> [AnalysisScore] {
        scores.withLock { scores in
            let open = scores.values.filter { $0.close == nil && range.contains($0.hour) }
            return Array(open.sorted { $0.hour < $1.hour }.prefix(limit))
        }
    }

    package func finish(_ hour: Timestamp, close: Double) async throws {
        scores.withLock { $0[hour]?.close = close }
    }

    package func scored(since: Timestamp) async throws -> [AnalysisScore] {
        scores.withLock { $0.values.filter { $0.close != nil && $0.hour > since }.sorted { $0.hour < $1.hour } }
    }

    package func coverage(since: Timestamp) async throws -> RangeCoverage {
        let ranges = try await scored(since: since).compactMap { score in
            score.range.map { range in score.close.map { range.low80 <= $0 && $0 <= range.high80 } ?? false }
        }
        return RangeCoverage(ranges: ranges.count, held80: ranges.count { $0 })
    }

    package func record(_ feedback: AnalysisFeedback) async throws {
        given.withLock { $0[Analysis(hour: feedback.hour, language: feedback.language)] = feedback }
    }

    package func feedback(since: Timestamp) async throws -> [AnalysisFeedback] {
        given.withLock { $0.values.filter { $0.given > since }.sorted { ($0.given, $0.hour) < ($1.given, $1.hour) } }
    }
}
