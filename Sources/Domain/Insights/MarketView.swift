/// What an analysis is made from, at one moment.
package struct MarketView: Sendable {
    /// Closed hourly candles, oldest first; two years are enough.
    package let closed: [ClosedCandle]
    /// The newest hour while it is open.
    package let open: ArchivedCandle?
    /// The open times of hours whose price the sources do not agree on: they are not used.
    package let disputed: Set<Timestamp>
    /// Articles of the last days, one of each story.
    package let news: [ArchivedArticle]
    package let now: Timestamp
    package let freshness: PriceFreshness

    package init(
        closed: [ClosedCandle], open: ArchivedCandle? = nil, disputed: Set<Timestamp> = [],
        news: [ArchivedArticle] = [], now: Timestamp, freshness: PriceFreshness
    ) {
        self.closed = closed
        self.open = open
        self.disputed = disputed
        self.news = news
        self.now = now
        self.freshness = freshness
    }

    /// The span of hours that an analysis reads: what the forecast is fitted to.
    package static let span = Duration.days(730)
    /// The span of news that an analysis reads: the last day, and the hours around a move at its beginning.
    package static let newsSpan = Duration.hours(30)
}
