import Domain
import Support
import Testing

@testable import Storage

@Suite("How analyses turned out") struct ScoreStoreTests {
    private func hours(_ first: Int64, _ last: Int64) -> TimeRange { TimeRange(.hour(first), until: .hour(last + 1)) }

    @Test("a score is kept once, compared once, and comes back as it was", arguments: ArchiveKind.all)
    func scores(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let scores = archives.scores
            let range = PriceRange(low80: 95, high80: 105, low95: 90, high95: 110)
            let full = AnalysisScore(
                hour: .hour(1), quote: .usd, price: 100, trend: .bullish, range: range, mood: -0.25)
            let bare = AnalysisScore(hour: .hour(2), quote: .usdt, price: 101.5, trend: nil, range: nil)
            try await scores.keep(bare)
            try await scores.keep(full)
            try await scores.keep(AnalysisScore(hour: .hour(1), quote: .usd, price: 7, trend: nil, range: nil))
            #expect(try await scores.unscored(in: hours(0, 2), limit: 9) == [full, bare])
            #expect(try await scores.unscored(in: hours(0, 2), limit: 1) == [full])
            #expect(try await scores.unscored(in: hours(2, 9), limit: 9) == [bare])
            #expect(try await scores.score(of: .hour(2)) == bare)
            #expect(try await scores.score(of: .hour(3)) == nil)
            try await scores.finish(.hour(1), close: 104.25)
            var finished = full
            finished.close = 104.25
            #expect(try await scores.scored(since: .hour(0)) == [finished])
            #expect(try await scores.scored(since: .hour(1)).isEmpty)
            #expect(try await scores.coverage(since: .hour(0)) == RangeCoverage(ranges: 1, held80: 1))
            try await scores.finish(.hour(1), close: 105.5)
            try await scores.finish(.hour(2), close: 1)
            #expect(try await scores.coverage(since: .hour(0)) == RangeCoverage(ranges: 1, held80: 0))
            #expect(try await scores.coverage(since: .hour(1)) == RangeCoverage(ranges: 0, held80: 0))
            #expect(try await scores.unscored(in: hours(0, 9), limit: 9).isEmpty)
        }
    }

    @Test("the last feedback about an analysis counts", arguments: ArchiveKind.all)
    func feedback(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            func given(_ language: Language, _ helpful: Bool, at hour: Int64) -> AnalysisFeedback {
                AnalysisFeedback(
                    hour: .hour(1), language: language, provider: "embedded", model: "m'1", helpful: helpful,
                    given: .hour(hour))
            }
            let (first, other) = (given(.french, true, at: 2), given(.english, false, at: 3))
            for feedback in [first, other] { try await archives.scores.record(feedback) }
            #expect(try await archives.scores.feedback(since: .hour(1)) == [first, other])
            let changed = given(.french, false, at: 4)
            for _ in 0..<2 { try await archives.scores.record(changed) }
            #expect(try await archives.scores.feedback(since: .hour(1)) == [other, changed])
            #expect(try await archives.scores.feedback(since: .hour(4)).isEmpty)
        }
    }
}
