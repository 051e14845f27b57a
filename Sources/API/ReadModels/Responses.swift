package import Domain

/// The latest price: `GET /v1/price`. Prices in `quote` per bitcoin.
package struct PriceResponse: Codable, Hashable, Sendable {
    package var price: Double
    package var quote: Quote
    /// Difference from the closing price 24 hours earlier; `nil` when that hour is missing or in another currency.
    package var change24h: Double?
    /// ``change24h`` in percent of the earlier price.
    package var change24hPercent: Double?
    package var source: SourceName
    /// The collection run that wrote it.
    package var run: RunID
    /// The time of the price.
    package var asOf: Timestamp
    /// Whether the price was older than ``PriceFreshness`` allows when the response was made.
    package var stale: Bool
    /// The last moment at which this price is fresh; `nil` from an API that does not send it.
    package var freshUntil: Timestamp?
    /// Present and true where the sources do not agree on the price of the newest complete hour.
    package var doubtful: Bool?
    /// Whether the price is simulated.
    package var simulated: Bool
    /// The same price in euros; `nil` without a rate.
    package var converted: ConvertedPrice?

    /// A price in another currency, with the rate that gives it.
    package struct ConvertedPrice: Codable, Hashable, Sendable {
        package var price: Double
        package var quote: Quote
        /// What one of ``quote`` costs in the currency of the price.
        package var rate: Double
        package var rateSource: String
        /// The day that the rate is of.
        package var rateAsOf: Timestamp

        enum CodingKeys: String, CodingKey {
            case price, quote, rate, rateSource = "rate_source", rateAsOf = "rate_as_of"
        }
    }

    package init(
        price: Double, quote: Quote, change24h: Double?, change24hPercent: Double?, source: SourceName, run: RunID,
        asOf: Timestamp, stale: Bool, freshUntil: Timestamp? = nil, simulated: Bool
    ) {
        self.price = price
        self.quote = quote
        self.change24h = change24h
        self.change24hPercent = change24hPercent
        self.source = source
        self.run = run
        self.asOf = asOf
        self.stale = stale
        self.freshUntil = freshUntil
        self.simulated = simulated
    }

    enum CodingKeys: String, CodingKey {
        case price, quote, change24h = "change_24h", change24hPercent = "change_24h_percent", source, run
        case asOf = "as_of", stale, freshUntil = "fresh_until", doubtful, simulated, converted
    }
}

extension PriceResponse.ConvertedPrice {
    /// `nil` where the rate is of another currency.
    package init?(_ price: Double, _ quote: Quote, _ rate: ExchangeRate) {
        guard rate.quote == quote, let value = rate.converted(price) else { return nil }
        self.price = value
        self.quote = rate.base
        self.rate = rate.rate
        rateSource = rate.source
        rateAsOf = rate.asOf
    }
}

/// One candle of `GET /v1/candles`.
package struct CandleResponse: Codable, Hashable, Sendable {
    /// Open time.
    package var time: Timestamp
    package var open: Double
    package var high: Double
    package var low: Double
    package var close: Double
    package var volume: Double
    package var quote: Quote
    package var closed: Bool
    package var source: SourceName
    /// Present and true where the sources do not agree on the price.
    package var doubtful: Bool?
    /// Of a candle made from finer ones: whether all of them are stored, how many are, and how many there should be.
    package var complete: Bool?
    package var known: Int?
    package var expected: Int?

    package init(_ archived: ArchivedCandle, isDoubtful: Bool = false) {
        if isDoubtful { doubtful = true }
        if let parts = archived.known {
            known = parts
            expected = archived.candle.interval.partCount
            complete = parts == archived.candle.interval.partCount
        }
        time = archived.candle.openTime
        open = archived.candle.open
        high = archived.candle.high
        low = archived.candle.low
        close = archived.candle.close
        volume = archived.candle.volume
        quote = archived.candle.quote
        closed = archived.isClosed
        source = archived.source
    }
}

/// `GET /v1/candles`: newest first; a missing candle is absent.
package struct CandlePage: Codable, Hashable, Sendable {
    package var interval: Interval
    package var candles: [CandleResponse]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool

    package init(interval: Interval, candles: [CandleResponse], next: String?, simulated: Bool) {
        self.interval = interval
        self.candles = candles
        self.next = next
        self.simulated = simulated
    }
}
