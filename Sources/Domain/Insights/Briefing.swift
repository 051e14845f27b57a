/// A short analysis of the market; all numbers are computed from closed candles.
package struct Briefing: Hashable, Sendable {
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

    /// Up to three sentences in the requested language.
    package let text: String
    package let language: Language
    package let trend: Trend
    package let volatility: Volatility
    package let facts: MarketFacts
    /// The author: `embedded`, or the provider of a language model.
    package let provider: String
    package let model: String
    /// Whether every number in the text was checked against `facts`.
    package let grounded: Bool
    /// The close time of the newest candle used.
    package let asOf: Timestamp

    package init(
        text: String, language: Language, trend: Trend, volatility: Volatility, facts: MarketFacts, provider: String,
        model: String,
        grounded: Bool, asOf: Timestamp
    ) {
        self.text = text
        self.language = language
        self.trend = trend
        self.volatility = volatility
        self.facts = facts
        self.provider = provider
        self.model = model
        self.grounded = grounded
        self.asOf = asOf
    }
}

/// The numbers that an analysis may state. Prices in `quote` per bitcoin; shares as fractions (0.012 is 1.2 %).
package struct MarketFacts: Hashable, Sendable {
    package let price: Double
    package let quote: Quote
    /// (last close − close 24 h before) / close 24 h before; `nil` when that hour is missing.
    package let change24h: Double?
    /// The lowest and highest known price of the last 24 hours.
    package let low24h: Double
    package let high24h: Double
    /// Standard deviation of the hourly log returns of the last 24 hours, scaled to one day (× √24); `nil` under 12
    /// returns.
    package let volatility24h: Double?
    /// The same over the 30 days before, the baseline of comparisons; `nil` with less than 5 days of hours.
    package let baselineVolatility: Double?
    /// The number of known closed hours of the last 24.
    package let hoursKnown: Int

    package init(
        price: Double, quote: Quote, change24h: Double?, low24h: Double, high24h: Double, volatility24h: Double?,
        baselineVolatility: Double?, hoursKnown: Int
    ) {
        self.price = price
        self.quote = quote
        self.change24h = change24h
        self.low24h = low24h
        self.high24h = high24h
        self.volatility24h = volatility24h
        self.baselineVolatility = baselineVolatility
        self.hoursKnown = hoursKnown
    }
}
