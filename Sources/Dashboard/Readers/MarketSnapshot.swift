import API
import Domain

/// The six read models of the main page, each of which may have failed alone.
struct MarketSnapshot: Sendable {
    let price: Loadable<PriceResponse>
    let candles: Loadable<CandlePage>
    let news: Loadable<ArticlePage>
    /// Of the last days.
    let newsMood: Loadable<NewsMoodResponse>
    let analysis: Loadable<AnalysisResponse>
    /// Open incidents.
    let incidents: Loadable<IncidentPage>
    /// When loading began.
    let now: Timestamp

    /// Whether any read model holds simulated data.
    var simulated: Bool {
        price.value?.simulated == true || candles.value?.simulated == true || news.value?.simulated == true
            || analysis.value?.simulated == true
    }

    /// Whether the price is stale: as the API says, or, while the API is unavailable, by the limit it sent.
    var priceIsStale: Bool {
        switch price {
        case .loaded(let price): price.stale
        case .cached(let price, _, _): price.stale || price.freshUntil.map { now > $0 } == true
        case .failed: false
        }
    }

    /// When the page changes although the data do not: the last moment at which its price is fresh.
    var validUntil: Timestamp? { priceIsStale ? nil : price.value?.freshUntil }

    /// What failed to load, by name.
    var failures: [(name: String, failure: ReadModelFailure)] {
        [
            ("price", price.failure), ("candles", candles.failure), ("news", news.failure),
            ("mood of the news", newsMood.failure), ("analysis", analysis.failure), ("incidents", incidents.failure),
        ]
        .compactMap { name, failure in failure.map { (name, $0) } }
    }

    /// Hourly candles requested: 30 days and the open hour.
    static let candleLimit = 30 * 24 + 1
    /// Stories requested.
    static let articleLimit = 10
    /// Days of the mood of the news.
    static let moodSpan = Duration.days(7)
}
