/// What an analysis said about a closed hour, and how it turned out 24 hours later.
package struct AnalysisScore: Hashable, Sendable {
    /// The end of the hour.
    package let hour: Timestamp
    package let quote: Quote
    /// The close of the hour.
    package let price: Double
    package let trend: Briefing.Trend?
    package let range: PriceRange?
    /// Of the news, −1 to 1.
    package let mood: Double?
    /// The close 24 hours later; `nil` while that is not known.
    package var close: Double?

    package init(
        hour: Timestamp, quote: Quote, price: Double, trend: Briefing.Trend?, range: PriceRange?, mood: Double? = nil,
        close: Double? = nil
    ) {
        (self.hour, self.quote, self.price) = (hour, quote, price)
        (self.trend, self.range, self.mood, self.close) = (trend, range, mood, close)
    }
}

/// How often ranges held.
package struct RangeCoverage: Hashable, Sendable {
    /// Those whose 24 hours are over.
    package let ranges: Int
    /// Closes inside the 80 % range.
    package let held80: Int

    package init(ranges: Int, held80: Int) {
        (self.ranges, self.held80) = (ranges, held80)
    }
}

/// Whether the reader found an analysis helpful. One for each hour and language.
package struct AnalysisFeedback: Hashable, Sendable {
    /// The end of the hour of the analysis.
    package let hour: Timestamp
    package let language: Language
    package let provider: String
    package let model: String
    package let helpful: Bool
    package let given: Timestamp

    package init(
        hour: Timestamp, language: Language, provider: String, model: String, helpful: Bool, given: Timestamp
    ) {
        (self.hour, self.language, self.provider) = (hour, language, provider)
        (self.model, self.helpful, self.given) = (model, helpful, given)
    }
}

/// Keeps what analyses said, how that turned out, and what readers thought of it.
///
/// Every method throws ``ArchiveFailure``.
package protocol ScoreLog: Sendable {
    /// Keeps a score where there is none of its hour yet.
    func keep(_ score: AnalysisScore) async throws
    func score(of hour: Timestamp) async throws -> AnalysisScore?
    /// Those without the later close, of hours that ended in a range, oldest first.
    func unscored(in range: TimeRange, limit: Int) async throws -> [AnalysisScore]
    /// Adds the later close.
    func finish(_ hour: Timestamp, close: Double) async throws
    /// Those with the later close, of hours that ended after a moment, oldest first.
    func scored(since: Timestamp) async throws -> [AnalysisScore]
    /// Of hours that ended after a moment, counted by the database.
    func coverage(since: Timestamp) async throws -> RangeCoverage
    /// In the place of an earlier one about the same analysis.
    func record(_ feedback: AnalysisFeedback) async throws
    /// Given after a moment, oldest first.
    func feedback(since: Timestamp) async throws -> [AnalysisFeedback]
}
