/// A short analysis of the market; all numbers are computed from closed candles. What is not known is `nil`.
package struct Briefing: Hashable, Sendable {
    /// What the price has done: no forecast.
    package struct Trend: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let bullish = Trend(rawValue: "bullish")
        package static let bearish = Trend(rawValue: "bearish")
        package static let stable = Trend(rawValue: "stable")

        package static let known: [Trend] = [.bullish, .bearish, .stable]
    }

    package struct Volatility: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let low = Volatility(rawValue: "low")
        package static let normal = Volatility(rawValue: "normal")
        package static let high = Volatility(rawValue: "high")

        package static let known: [Volatility] = [.low, .normal, .high]
    }

    /// The mood of the news of the last day.
    package struct NewsMood: Hashable, Sendable {
        /// The mean of the stories, −1 (bad) to 1 (good).
        package let value: Double
        /// Stories with a mood.
        package let count: Int

        package init(value: Double, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// Up to three sentences in the requested language.
    package let text: String
    package let language: Language
    /// Of the last 24 hours.
    package let trend: Trend?
    /// Of the last 7 days.
    package let trend7d: Trend?
    package let volatility: Volatility?
    package let facts: MarketFacts
    package let forecast: PriceRange?
    package let newsMood: NewsMood?
    /// The articles nearest in time and meaning to the largest move of the last day, nearest first.
    package let articles: [ArchivedArticle]
    /// The author: `embedded`, or the provider of a language model.
    package let provider: String
    package let model: String
    /// Whether the text was checked against ``facts``, and found to say nothing else.
    package let grounded: Bool

    package init(
        text: String, language: Language, trend: Trend?, trend7d: Trend? = nil, volatility: Volatility?,
        facts: MarketFacts, forecast: PriceRange? = nil, newsMood: NewsMood? = nil, articles: [ArchivedArticle] = [],
        provider: String, model: String, grounded: Bool
    ) {
        self.text = text
        self.language = language
        self.trend = trend
        self.trend7d = trend7d
        self.volatility = volatility
        self.facts = facts
        self.forecast = forecast
        self.newsMood = newsMood
        self.articles = articles
        self.provider = provider
        self.model = model
        self.grounded = grounded
    }

    /// The close time of the newest candle used.
    package var asOf: Timestamp { facts.asOf }
}
