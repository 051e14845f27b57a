import API
import Domain

/// The read models of the main page, each of which may have failed alone.
struct MarketSnapshot: Sendable {
    let price: Loadable<PriceResponse>
    /// Of the chart's range and interval.
    let candles: Loadable<CandlePage>
    /// Of the last day, in hours.
    let hours: Loadable<CandlePage>
    /// Whether candles finer than an hour are stored.
    let hasMinutes: Bool
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
            ("price", price.failure), ("candles", candles.failure ?? hours.failure), ("news", news.failure),
            ("mood of the news", newsMood.failure), ("analysis", analysis.failure), ("incidents", incidents.failure),
        ]
        .compactMap { name, failure in failure.map { (name, $0) } }
    }

    private var market: [(hasValue: Bool, failure: ReadModelFailure?, readAt: Timestamp?)] {
        func state<Value>(_ value: Loadable<Value>) -> (Bool, ReadModelFailure?, Timestamp?) {
            if case .cached(_, let readAt, let failure) = value { return (true, failure, readAt) }
            return (value.value != nil, value.failure, nil)
        }
        return [state(price), state(candles), state(news), state(analysis)]
    }

    /// Whether the API does not respond: no part of the market can be read, and not because it is empty.
    var isAway: Bool {
        market.allSatisfy { part in
            if case .unavailable = part.failure { true } else { false }
        }
    }

    var hasData: Bool { market.contains { $0.hasValue } }

    /// When the oldest of the values shown was read.
    var oldestRead: Timestamp? { market.compactMap(\.readAt).min() }

    /// Hourly candles requested: a day, the hour before it, and the open hour.
    static let hourLimit = 26
    /// Stories requested.
    static let articleLimit = 5
    /// Days of the mood of the news.
    static let moodSpan = Duration.days(7)
}
