import Analysis
package import Domain

/// `GET /v1/analyses`: the analysis at the end of each day (UTC), newest first.
package struct PastAnalysesResponse: Codable, Hashable, Sendable {
    package var analyses: [PastAnalysis]
    package var simulated: Bool

    package init(analyses: [PastAnalysis], simulated: Bool) {
        self.analyses = analyses
        self.simulated = simulated
    }
}

/// An analysis of an earlier moment, and how it turned out. What is not known is absent.
package struct PastAnalysis: Codable, Hashable, Sendable {
    /// The close 24 hours later.
    package struct Outcome: Codable, Hashable, Sendable {
        package var close: Double
        package var changePercent: Double
        /// Whether it is within the range of 80 and of 95 of 100 cases; `nil` where there was none.
        package var within80: Bool?
        package var within95: Bool?

        enum CodingKeys: String, CodingKey {
            case close, changePercent = "change_percent", within80 = "within_80", within95 = "within_95"
        }
    }

    /// The close of the newest hour that it rests on.
    package var asOf: Timestamp
    package var text: String
    package var language: Language
    package var trend: Briefing.Trend?
    package var volatility: Briefing.Volatility?
    package var price: Double
    package var quote: Quote
    package var forecast: AnalysisResponse.ForecastResponse?
    package var provider: String
    package var model: String
    /// Why a language model that was asked for did not answer.
    package var fallbackReason: String?
    /// `nil` until that hour has closed, or where its price is not known.
    package var outcome: Outcome?

    enum CodingKeys: String, CodingKey {
        case asOf = "as_of", text, language, trend, volatility, price, quote, forecast, provider, model
        case fallbackReason = "fallback_reason", outcome
    }

    init(_ analysis: AnalysisResponse) {
        asOf = analysis.asOf
        text = analysis.text
        language = analysis.language
        (trend, volatility) = (analysis.trend, analysis.volatility)
        (price, quote) = (analysis.facts.price, analysis.facts.quote)
        forecast = analysis.forecast
        (provider, model, fallbackReason) = (analysis.provider, analysis.model, analysis.fallbackReason)
    }

    /// - Parameter close: the close 24 hours later, in the same currency.
    mutating func turnedOut(_ close: Double) {
        guard price > 0 else { return }
        outcome = Outcome(
            close: close, changePercent: ((close / price - 1) * 1e6).rounded() / 1e4,
            within80: forecast.map { close >= $0.low80 && close <= $0.high80 },
            within95: forecast.map { close >= $0.low95 && close <= $0.high95 })
    }
}

extension PastAnalysesResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "PastAnalyses",
        .object([
            .field(
                "analyses", .array(PastAnalysis.schema), "Newest first; a day whose last hour is missing is absent."),
            .field("simulated", .boolean, "Whether the data are simulated."),
        ]))
}

extension PastAnalysis: SchemaDescribed {
    package static let schema = Schema.named(
        "PastAnalysis",
        .object([
            .field("as_of", .time, "The end of the day, and the close of the newest hour that it rests on."),
            .field("text", .text), .field("language", .oneOf(Language.allCases.map(\.rawValue))),
            .optional("trend", .open(["bullish", "bearish", "stable"])),
            .optional("volatility", .open(["low", "normal", "high"])),
            .field("price", .number, "The close that it rests on."), .field("quote", .quote),
            .optional("forecast", AnalysisResponse.ForecastResponse.schema),
            .field("provider", .text), .field("model", .text), .optional("fallback_reason", .text),
            .optional(
                "outcome",
                .object([
                    .field("close", .number), .field("change_percent", .number),
                    .optional("within_80", .boolean, "Whether it is within the range of 80 of 100 closes."),
                    .optional("within_95", .boolean, "Likewise of 95."),
                ]), "The close 24 hours later, once it is known."),
        ]))
}
