import Domain
import Support

@testable import API

/// A sample market: 31 days of hours up to ``now``, three articles and an analysis.
enum SampleMarket {
    /// Half past the hour, 31 days after the tests' epoch.
    static let now = Timestamp.hour(744) + .minutes(30)

    static func reader(simulated: Bool = false, missing: Set<Int64> = []) throws -> StubReader {
        StubReader(
            price: .success(price(simulated: simulated)),
            candles: .success(try candles(missing: missing, simulated: simulated)),
            news: .success(news(simulated: simulated)), analysis: .success(analysis(simulated: simulated)))
    }

    static func price(
        _ price: Double = 67_234.5, percent: Double? = 1.24, quote: Quote = .usd, asOf: Timestamp = now - .minutes(3),
        stale: Bool = false, freshUntil: Timestamp? = now + .hours(2), simulated: Bool = false
    ) -> PriceResponse {
        PriceResponse(
            price: price, quote: quote, change24h: percent.map { price * $0 / 100 }, change24hPercent: percent,
            source: "coinbase",
            run: RunID(rawValue: "run-1"), asOf: asOf, stale: stale, freshUntil: freshUntil, simulated: simulated)
    }

    /// The price with the rate of three days ago.
    static var priceInEuros: PriceResponse {
        var price = price()
        price.converted = PriceResponse.ConvertedPrice(
            price.price, .usd,
            ExchangeRate(
                base: .eur, quote: .usd, rate: 1.0876, source: "www.ecb.europa.eu", asOf: now - .hours(72)))
        return price
    }

    /// Hours 24 to 743, newest first, without those in `missing`.
    static func candles(missing: Set<Int64> = [], quote: Quote = .usd, simulated: Bool = false) throws -> CandlePage {
        let hours = (24..<744).reversed().filter { !missing.contains(Int64($0)) }
        return CandlePage(
            interval: .oneHour, candles: try hours.map { try candle(Int64($0), quote: quote) }, next: nil,
            simulated: simulated)
    }

    static func candle(_ hour: Int64, close: Double? = nil, quote: Quote = .usd, seenAt: Timestamp? = nil) throws
        -> CandleResponse
    {
        // A sawtooth.
        let sawtooth: Int64 = 66_000 + hour % 48 * 30 + hour % 7 * 55
        let close = close ?? Double(sawtooth)
        return CandleResponse(
            ArchivedCandle(
                try Candle.hour(hour, close: close, quote: quote), source: "coinbase", run: RunID(rawValue: "run-1"),
                seenAt: seenAt ?? .hour(hour + 1)))
    }

    static func news(simulated: Bool = false) -> ArticlePage {
        ArticlePage(
            news: [
                article(
                    "Bitcoin holds above $67,000 as volatility fades", "https://example.com/a?x=1&y=2", "Example Daily",
                    "en-US", 25),
                article(
                    "Le bitcoin reste stable, les volumes reculent", "https://example.org/b", "Le Journal d’exemple",
                    "fr", 190),
                article("An undated story", "http://example.net/c", "Example Wire", nil, nil),
            ], next: nil, simulated: simulated)
    }

    static func newsMood() -> NewsMoodResponse {
        NewsMoodResponse(
            days: [.init(.hour(744), moods: [0.6, 0.2, -0.2]), .init(.hour(720), moods: [-0.5])], simulated: false)
    }

    static func article(_ title: String, _ link: String, _ publisher: String, _ language: String?, _ minutesAgo: Int64?)
        -> ArticleResponse
    {
        ArticleResponse(
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: title), title: title, link: link, publisher: publisher,
                    published: minutesAgo.map { now - .minutes($0) }, summary: "", language: language, feed: "feed"),
                run: RunID(rawValue: "run-1"), firstSeen: now))
    }

    static func analysis(_ text: String = "Bitcoin rose. It was calm. Nothing is certain.", simulated: Bool = false)
        -> AnalysisResponse
    {
        var facts = MarketFacts(price: 67_190, quote: .usd, asOf: .hour(744), hoursKnown: 24)
        (facts.change24h, facts.low24h, facts.high24h) = (0.0124, 66_010, 67_900)
        (facts.volatility24h, facts.usualVolatility) = (0.0181, 0.0245)
        return AnalysisResponse(
            Briefing(
                text: text, language: .english, trend: .bullish, volatility: .low, facts: facts, provider: "embedded",
                model: "rules-1", grounded: true), simulated: simulated)
    }

    /// An analysis that turned out, and one that did not yet.
    static var past: PastAnalysesResponse {
        var known = PastAnalysis(analysis())
        known.forecast = forecast
        known.turnedOut(68_000)
        known.fallbackReason = "quota"
        var pending = known
        pending.outcome = nil
        return PastAnalysesResponse(analyses: [pending, known], simulated: false)
    }

    static let forecast = AnalysisResponse.ForecastResponse(
        low80: 66_000, high80: 68_400, low95: 65_000, high95: 69_500, horizonHours: 24, closesAt: .hour(768))

    static func nearby(_ title: String, _ link: String) -> AnalysisResponse.NearbyArticle {
        .init(title: title, link: link, publisher: "P", published: now)
    }
}
