package import Domain

/// The numbers that an analysis may state; see ``MarketFacts``. Changes and volatilities are in percent.
package struct AnalysisFacts: Codable, Hashable, Sendable {
    package var price: Double
    package var quote: Quote
    package var change24hPercent: Double?
    package var change7dPercent: Double?
    package var low24h: Double?
    package var high24h: Double?
    package var volatility24hPercent: Double?
    package var usualVolatilityPercent: Double?
    package var hoursKnown: Int
    package var hoursMissing: Int?
    package var hoursInOtherQuote: Int?
    package var laterHoursInOtherQuote: Int?
    package var otherQuote: Quote?
    package var disputedHours: Int?
    package var ageSeconds: Int64?
    package var rsi14: Double?
    package var drawdown90dPercent: Double?
    package var openHour: OpenHour?
    package var largestMove: HourMove?
    package var outliers: [Outlier]?

    /// The price since the newest close.
    package struct OpenHour: Codable, Hashable, Sendable {
        package var price: Double
        package var asOf: Timestamp
        package var changePercent: Double

        enum CodingKeys: String, CodingKey { case price, asOf = "as_of", changePercent = "change_percent" }
    }

    /// The largest change within one hour.
    package struct HourMove: Codable, Hashable, Sendable {
        /// Open time of the hour.
        package var time: Timestamp
        package var changePercent: Double

        enum CodingKeys: String, CodingKey { case time, changePercent = "change_percent" }
    }

    /// A price that was left out, as it is too far from those around it.
    package struct Outlier: Codable, Hashable, Sendable {
        /// Open time of the hour.
        package var time: Timestamp
        /// `close`, `low` or `high`.
        package var kind: String
        package var price: Double
    }

    package init(_ facts: MarketFacts) {
        func percent(_ share: Double?) -> Double? { share.map { $0 * 100 } }
        (price, quote) = (facts.price, facts.quote)
        (change24hPercent, change7dPercent) = (percent(facts.change24h), percent(facts.change7d))
        (low24h, high24h) = (facts.low24h, facts.high24h)
        volatility24hPercent = percent(facts.volatility24h)
        usualVolatilityPercent = percent(facts.usualVolatility)
        (hoursKnown, hoursMissing) = (facts.hoursKnown, facts.hoursMissing)
        (hoursInOtherQuote, otherQuote) = (facts.hoursInOtherQuote, facts.otherQuote)
        laterHoursInOtherQuote = facts.laterHoursInOtherQuote
        disputedHours = facts.disputedHours
        ageSeconds = facts.age.components.seconds
        rsi14 = facts.relativeStrength
        drawdown90dPercent = percent(facts.drawdown90d)
        openHour = facts.openHour.map { OpenHour(price: $0.price, asOf: $0.time, changePercent: $0.change * 100) }
        largestMove = facts.largestMove.map { HourMove(time: $0.hour, changePercent: $0.change * 100) }
        outliers = facts.outliers.map { Outlier(time: $0.hour, kind: $0.kind.rawValue, price: $0.price) }
    }

    enum CodingKeys: String, CodingKey {
        case price
        case quote
        case change24hPercent = "change_24h_percent"
        case change7dPercent = "change_7d_percent"
        case low24h = "low_24h"
        case high24h = "high_24h"
        case volatility24hPercent = "volatility_24h_percent"
        case usualVolatilityPercent = "usual_volatility_percent"
        case hoursKnown = "hours_known"
        case hoursMissing = "hours_missing"
        case hoursInOtherQuote = "hours_in_other_quote"
        case laterHoursInOtherQuote = "later_hours_in_other_quote"
        case otherQuote = "other_quote"
        case disputedHours = "disputed_hours"
        case ageSeconds = "age_seconds"
        case rsi14
        case drawdown90dPercent = "drawdown_90d_percent"
        case openHour = "open_hour"
        case largestMove = "largest_move"
        case outliers
    }

    /// With `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(price, forKey: .price)
        try container.encode(quote, forKey: .quote)
        try container.encode(change24hPercent, forKey: .change24hPercent)
        try container.encode(change7dPercent, forKey: .change7dPercent)
        try container.encode(low24h, forKey: .low24h)
        try container.encode(high24h, forKey: .high24h)
        try container.encode(volatility24hPercent, forKey: .volatility24hPercent)
        try container.encode(usualVolatilityPercent, forKey: .usualVolatilityPercent)
        try container.encode(hoursKnown, forKey: .hoursKnown)
        try container.encode(hoursMissing, forKey: .hoursMissing)
        try container.encode(hoursInOtherQuote, forKey: .hoursInOtherQuote)
        try container.encode(laterHoursInOtherQuote, forKey: .laterHoursInOtherQuote)
        try container.encode(otherQuote, forKey: .otherQuote)
        try container.encode(disputedHours, forKey: .disputedHours)
        try container.encode(ageSeconds, forKey: .ageSeconds)
        try container.encode(rsi14, forKey: .rsi14)
        try container.encode(drawdown90dPercent, forKey: .drawdown90dPercent)
        try container.encode(openHour, forKey: .openHour)
        try container.encode(largestMove, forKey: .largestMove)
        try container.encode(outliers ?? [], forKey: .outliers)
    }
}
