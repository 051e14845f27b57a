/// What a venue's documentation says of its candles.
package struct SourceFacts: Hashable, Sendable {
    /// The intervals that it offers, finest first.
    package let intervals: [Interval]
    /// The currency of its prices.
    package let quote: Quote
    /// The number of candles of one response.
    package let pageSize: Int
    /// The number of newest candles of an interval that it offers; `nil` for all.
    package let depth: Int?
    /// The open time of its first hour; `nil` when unknown.
    package let firstCandle: Timestamp?
    package let budget: RequestBudget

    package init(
        intervals: [Interval] = Interval.allCases, quote: Quote = .usd, pageSize: Int, depth: Int? = nil,
        firstCandle: Timestamp? = nil, budget: RequestBudget = RequestBudget(requests: 1, per: .seconds(1))
    ) {
        self.intervals = intervals
        self.quote = quote
        self.pageSize = pageSize
        self.depth = depth
        self.firstCandle = firstCandle
        self.budget = budget
    }

    /// The open time of the oldest candle that it offers at `moment`: by its depth, and its first candle.
    package func oldest(of interval: Interval, at moment: Timestamp) -> Timestamp {
        let first = firstCandle.map { interval.openTime(containing: $0) } ?? .earliest
        guard let depth else { return first }
        return max(first, interval.openTime(containing: moment) - interval.duration * (depth - 1))
    }
}

/// How often a venue is asked at most, by us: less than it documents, as another process may ask it too. A token
/// bucket: in any time `t`, a weight of at most `burst + t * requests / period`.
package struct RequestBudget: Hashable, Sendable {
    /// The requests, or the units of weight, of one period.
    package let requests: Int
    package let period: Duration
    /// The units that one page of candles costs.
    package let weight: Int
    /// The units that may be spent at once.
    package let burst: Int
    /// How long nothing is asked after a refusal for too many requests that names no time.
    package let pause: Duration

    package init(
        requests: Int, per period: Duration, weight: Int = 1, burst: Int? = nil, pause: Duration = .minutes(1)
    ) {
        self.requests = requests
        self.period = period
        self.weight = weight
        self.burst = burst ?? requests
        self.pause = pause
    }
}
