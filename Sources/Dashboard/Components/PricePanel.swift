import API
import Domain

/// The latest price with its age, its change and the range of the last 24 hours.
struct PricePanel: Sendable {
    struct LatestPrice: Sendable {
        let price: String
        let unit: String
        let change: Change?
        let source: String
        let asOf: TimeLabel
        let stale: Bool
        let dayRange: DayRange?
        /// `nil` without the hours of a day.
        let sparkline: Sparkline?
        /// Read out by a screen reader when the price changes.
        let announcement: String
        /// The price in euros, and by which rate; `nil` without one.
        let converted: Conversion?
    }

    struct Conversion: Sendable {
        let price: String
        /// `€1 = $1.0876, www.ecb.europa.eu`.
        let rate: String
        /// The age of the rate.
        let rateTime: TimeLabel
    }

    let staleNotice: StaleNotice?
    let latest: LatestPrice?
    /// Whether the page may follow the events of the server.
    let hasEvents: Bool

    /// - Parameters:
    ///   - facts: the source of the 24-hour range; without them the panel shows none.
    ///   - hours: those of the last day.
    init(
        _ price: Loadable<PriceResponse>, stale: Bool, facts: AnalysisFacts?, hours: CandlePage?,
        hasEvents: Bool, in formatter: LocalizedFormatter
    ) {
        self.hasEvents = hasEvents
        let strings = formatter.strings
        staleNotice = StaleNotice(
            price, empty: strings.missing.priceEmpty, unavailable: strings.missing.priceUnavailable, in: formatter)
        latest = price.value.map { model in
            let price = formatter.numbers.price(model.price, model.quote)
            let change = model.change24hPercent.map { Change(percent: $0, formatter.numbers) }
            return LatestPrice(
                price: price, unit: DashboardStrings.fill(strings.priceIn, ["quote": model.quote.rawValue]),
                change: change, source: model.source.title, asOf: formatter.label(model.asOf), stale: stale,
                dayRange: facts.flatMap { DayRange(model, $0, formatter.numbers) },
                sparkline: Sparkline(hours, latest: model),
                announcement: DashboardStrings.fill(
                    strings.priceAnnouncement,
                    [
                        "price": price,
                        "change": change.map { "\($0.percent) \(strings.over24Hours)" } ?? strings.changeUnknown,
                    ]),
                converted: model.converted.map { Conversion($0, of: model.quote, in: formatter) })
        }
    }
}

extension PricePanel.Conversion {
    init(_ converted: PriceResponse.ConvertedPrice, of quote: Quote, in formatter: LocalizedFormatter) {
        let numbers = formatter.numbers
        price = numbers.price(converted.price, converted.quote)
        rate = DashboardStrings.fill(
            formatter.strings.masthead.exchangeRate,
            [
                "quote": converted.quote.rawValue, "rate": numbers.rate(converted.rate, quote),
                "source": converted.rateSource,
            ])
        rateTime = formatter.label(converted.rateAsOf)
    }
}

/// The lowest and highest price of the last 24 hours, and the position of the latest price between them.
struct DayRange: Sendable {
    let low: String
    let high: String
    /// From the lowest to the highest price, in percent: `62.5%`.
    let position: String

    /// `nil` when the facts are in another currency, or know no range.
    init?(_ model: PriceResponse, _ facts: AnalysisFacts, _ numbers: LocalizedNumbers) {
        guard facts.quote == model.quote, let low24h = facts.low24h, let high24h = facts.high24h else { return nil }
        // The facts cover closed hours; the latest price may lie outside their range.
        let (lowest, highest) = (min(low24h, model.price), max(high24h, model.price))
        low = numbers.price(lowest, model.quote)
        high = numbers.price(highest, model.quote)
        let share = highest > lowest ? (model.price - lowest) / (highest - lowest) : 0.5
        position = "\((share * 1000).rounded() / 10)%"
    }
}
