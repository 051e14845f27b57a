import API
import Domain

/// The latest price, its age and its change: what the page is opened for.
struct PricePanel: Sendable {
    struct Figure: Sendable {
        let price: String
        let unit: String
        let change: Change?
        let source: String
        let asOf: MomentLabel
        let stale: Bool
        let span: DaySpan?
        /// What a screen reader says when the price changes.
        let announcement: String
    }

    let staleNotice: StaleNotice?
    let figure: Figure?

    /// - Parameter facts: where the day's lowest and highest price come from; without them the panel tells neither.
    init(_ part: Part<PriceResponse>, facts: AnalysisResponse.Facts?, in formatter: LocalizedFormatter) {
        let phrases = formatter.phrases
        staleNotice = StaleNotice(
            part, empty: phrases.missing.priceEmpty, unavailable: phrases.missing.priceUnavailable, in: formatter)
        figure = part.value.map { reading in
            let price = formatter.numbers.price(reading.price, reading.quote)
            let change = reading.change24hPercent.map { Change(percent: $0, formatter.numbers) }
            return Figure(
                price: price, unit: Phrases.fill(phrases.priceIn, ["quote": reading.quote.rawValue]), change: change,
                source: reading.source.rawValue, asOf: formatter.label(reading.asOf),
                stale: reading.stale || formatter.now - reading.asOf > PriceResponse.freshFor,
                span: facts.flatMap { DaySpan(reading, $0, formatter.numbers) },
                announcement: Phrases.fill(
                    phrases.priceAnnouncement,
                    [
                        "price": price,
                        "change": change.map { "\($0.percent) \(phrases.over24Hours)" } ?? phrases.changeUnknown,
                    ]))
        }
    }
}

/// Between which prices the last 24 hours went, and where the latest price stands among them.
struct DaySpan: Sendable {
    let low: String
    let high: String
    /// Percent of the way from the lowest to the highest: `62.5%`.
    let place: String

    /// `nil` when the facts are in another currency.
    init?(_ reading: PriceResponse, _ facts: AnalysisResponse.Facts, _ numbers: Numbers) {
        guard facts.quote == reading.quote else { return nil }
        // The facts are of closed hours; the latest price may have gone beyond them since.
        let (lowest, highest) = (min(facts.low24h, reading.price), max(facts.high24h, reading.price))
        low = numbers.price(lowest, reading.quote)
        high = numbers.price(highest, reading.quote)
        let share = highest > lowest ? (reading.price - lowest) / (highest - lowest) : 0.5
        place = "\((share * 1000).rounded() / 10)%"
    }
}
