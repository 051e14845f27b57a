import API
import Domain

/// What the page shows: five readings, each of which may have failed alone.
struct MarketSnapshot: Sendable {
    let price: Part<PriceResponse>
    let candles: Part<CandlePage>
    let news: Part<ArticlePage>
    let analysis: Part<AnalysisResponse>
    /// Those that are open.
    let incidents: Part<IncidentPage>
    /// When the readings were asked for.
    let now: Timestamp

    /// Whether any reading comes from a simulated world.
    var simulated: Bool {
        price.value?.simulated == true || candles.value?.simulated == true || news.value?.simulated == true
            || analysis.value?.simulated == true
    }

    /// What could not be read, by the part's name.
    var failures: [(part: String, failure: ReadModelFailure)] {
        [
            ("price", price.failure), ("candles", candles.failure), ("news", news.failure),
            ("analysis", analysis.failure), ("incidents", incidents.failure),
        ]
        .compactMap { part, failure in failure.map { (part, $0) } }
    }

    /// Hourly candles asked for: 30 days, and the open hour.
    static let hours = 30 * 24 + 1
    static let articles = 10
}
