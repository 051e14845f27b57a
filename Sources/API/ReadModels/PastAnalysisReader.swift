import Analysis
import Domain

/// Makes the analyses of earlier moments again, from what was known then. The built-in analyst is deterministic; what a
/// language model wrote is read.
///
/// Each takes about as long as an analysis of now; the hours are read once for all of them.
struct PastAnalysisReader {
    let candles: any CandleArchive
    let sightings: any SightingLog
    let news: any NewsArchive
    let analyst: any Analyst
    let models: (any ModelLog)?
    let freshness: PriceFreshness

    /// Stories whose mood is read for an analysis.
    private static let maxStories = 300

    /// The analyses at the ends of the last days, newest first, without those whose last hour is missing.
    func analyses(days: Int, until now: Timestamp, in language: Language) async throws -> [PastAnalysis] {
        let today = Interval.oneDay.openTime(containing: now)
        let moments = (0..<days).map { today - .days(Int64($0)) }
        guard let oldest = moments.last else { return [] }
        let range = TimeRange(oldest - MarketView.span, until: today + .hours(24))
        let limit = Int(MarketView.span.components.seconds / 3600) + (days + 1) * 24
        let stored = try await candles.candles(of: .oneHour, in: range, limit: limit)
        let closed = Array(stored.reversed().compactMap(ClosedCandle.init))
        let disputed = Set(try await sightings.doubtful(of: .oneHour, in: range).map(\.openTime))
        let closes = Dictionary(closed.map { ($0.candle.closeTime, $0.candle) }) { _, last in last }
        var found: [PastAnalysis] = []
        for moment in moments where closes[moment] != nil {
            try Task.checkCancellation()
            let begin = closed.firstIndex { $0.openTime >= moment - MarketView.span } ?? 0
            let end = closed.firstIndex { $0.openTime >= moment } ?? closed.endIndex
            let market = MarketView(
                closed: Array(closed[begin..<end]), disputed: disputed, news: try await stories(until: moment),
                now: moment, freshness: freshness)
            guard let briefing = await analyst.briefing(on: market, in: language), briefing.asOf == moment else {
                continue
            }
            let written = try await models?.analysis(of: moment, in: language)
            var analysis = PastAnalysis(
                AnalysisResponse(
                    written.map { WrittenBriefing(briefing, $0).briefing } ?? briefing, simulated: false,
                    fallbackReason: written.flatMap { $0.text == nil ? $0.outcome : nil }))
            if let later = closes[moment + PriceRange.horizon], later.quote == analysis.quote {
                analysis.turnedOut(later.close)
            }
            found.append(analysis)
        }
        return found
    }

    private func stories(until moment: Timestamp) async throws -> [ArchivedArticle] {
        let query = ArticleQuery(NewsQuery(since: moment - MarketView.newsSpan), limit: Self.maxStories)
        return try await StoryReader(archive: news, now: moment).page(query).stories.map(\.first)
    }
}
