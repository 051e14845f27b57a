package import Domain

/// The facts that a text may state. What is `nil` may not be stated at all.
package struct TextFacts: Hashable, Sendable {
    package var price: Double
    package var quote: Quote
    package var change24h: Double?
    package var change7d: Double?
    package var low24h: Double?
    package var high24h: Double?
    package var volatility24h: Double?
    package var usualVolatility: Double?
    package var hoursKnown: Int?
    package var hoursMissing: Int?
    package var trend: Briefing.Trend?
    package var volatility: Briefing.Volatility?
    package var forecast: PriceRange?
    /// When the price was.
    package var asOf: Timestamp?
    package var isStale = false
    package var ageInHours: Int?
    package var openHour: MarketFacts.OpenHour?
    package var largestMove: MarketFacts.HourMove?
    package var outliers: [MarketFacts.Outlier] = []
    package var hoursInOtherQuote = 0
    package var laterHoursInOtherQuote = 0
    package var otherQuote: Quote?
    package var disputedHours = 0

    package init(price: Double, quote: Quote) {
        self.price = price
        self.quote = quote
    }

    package init(
        _ facts: MarketFacts, trend: Briefing.Trend?, volatility: Briefing.Volatility?,
        forecast: PriceRange?
    ) {
        self.init(price: facts.price, quote: facts.quote)
        (change24h, change7d) = (facts.change24h, facts.change7d)
        (low24h, high24h) = (facts.low24h, facts.high24h)
        (volatility24h, usualVolatility) = (facts.volatility24h, facts.usualVolatility)
        (hoursKnown, hoursMissing) = (facts.hoursKnown, facts.hoursMissing)
        (self.trend, self.volatility, self.forecast) = (trend, volatility, forecast)
        (asOf, isStale, ageInHours) = (facts.asOf, facts.isStale, facts.ageInHours)
        (openHour, largestMove, outliers) = (facts.openHour, facts.largestMove, facts.outliers)
        (hoursInOtherQuote, otherQuote, disputedHours) =
            (facts.hoursInOtherQuote, facts.otherQuote, facts.disputedHours)
        laterHoursInOtherQuote = facts.laterHoursInOtherQuote
    }
}

extension MarketFacts {
    /// ``age`` in whole hours.
    var ageInHours: Int { Int(clamping: age.components.seconds / 3600) }
}
