/// The numbers that an analysis may state. Prices in `quote` per bitcoin; shares as fractions (0.012 is 1.2 %). What is
/// not known is `nil`.
///
/// Hours in another currency, hours whose price the sources do not agree on, and hours far from those around them
/// (``Outlier``) are in none of them.
package struct MarketFacts: Hashable, Sendable {
    /// The newest close.
    package var price: Double
    package var quote: Quote
    /// When that was: all facts but ``openHour`` speak of the hours until then.
    package var asOf: Timestamp
    /// How long ago that was.
    package var age: Duration = .zero
    /// Whether that is longer ago than ``PriceFreshness`` allows.
    package var isStale = false
    /// (last close − close 24 hours before) / close 24 hours before.
    package var change24h: Double?
    /// The same over 7 days.
    package var change7d: Double?
    /// The lowest and highest price of the known hours of the last 24; `nil` with fewer than two of them.
    package var low24h: Double?
    package var high24h: Double?
    /// Realised volatility: the root of the mean square of the hourly log returns of the last 24 hours, times √24;
    /// `nil` under 12 returns. A steady rise counts as volatility, as no mean is subtracted.
    package var volatility24h: Double?
    /// The median of the same over each day of the 90 days before; `nil` with less than 7 of them.
    package var usualVolatility: Double?
    /// The number of hours of the last 24 that the facts rest on.
    package var hoursKnown: Int
    /// The hours of the last 24 that are known in another currency only, and the currency of most of them.
    package var hoursInOtherQuote = 0
    /// The hours after ``asOf`` that are known in another currency only.
    package var laterHoursInOtherQuote = 0
    package var otherQuote: Quote?
    /// The hours of the last 24 whose price the sources do not agree on.
    package var disputedHours = 0
    /// Of the last 24 hours, oldest first.
    package var outliers: [Outlier] = []
    /// What the price has done since ``asOf``; `nil` while that is not known.
    package var openHour: OpenHour?
    /// The hour of the last 24 in which the price changed most.
    package var largestMove: HourMove?
    /// The relative strength index over 14 hours, 0 to 100.
    package var relativeStrength: Double?
    /// (last close − highest close of 90 days) / highest close of 90 days: 0 or less.
    package var drawdown90d: Double?

    package init(price: Double, quote: Quote, asOf: Timestamp, hoursKnown: Int) {
        self.price = price
        self.quote = quote
        self.asOf = asOf
        self.hoursKnown = hoursKnown
    }

    /// How many of the last 24 hours nothing is known of.
    package var hoursMissing: Int {
        max(0, 24 - hoursKnown - hoursInOtherQuote - disputedHours - outliers.count { $0.kind == .close })
    }

    /// The price of the open hour.
    package struct OpenHour: Hashable, Sendable {
        package let price: Double
        package let time: Timestamp
        /// (price − last close) / last close.
        package let change: Double

        package init(price: Double, time: Timestamp, change: Double) {
            self.price = price
            self.time = time
            self.change = change
        }
    }

    /// A change within one hour.
    package struct HourMove: Hashable, Sendable {
        /// The open time of the hour.
        package let hour: Timestamp
        /// (close − close before) / close before.
        package let change: Double

        package init(hour: Timestamp, change: Double) {
            self.hour = hour
            self.change = change
        }
    }

    /// A price that is too far from those of the hours around it to be believed.
    package struct Outlier: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            /// The hour is left out.
            case close
            /// Only the low, or the high, of the hour is left out.
            case low, high
        }

        /// The open time of the hour.
        package let hour: Timestamp
        package let kind: Kind
        package let price: Double

        /// A close is of the end of its hour; when within the hour a low or a high was is not known.
        package var time: Timestamp { kind == .close ? hour + .hours(1) : hour }

        package init(hour: Timestamp, kind: Kind, price: Double) {
            self.hour = hour
            self.kind = kind
            self.price = price
        }
    }
}
