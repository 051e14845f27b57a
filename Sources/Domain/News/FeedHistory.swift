/// How often a feed has new articles, by their dates; of one without a date, by when it was first seen.
package struct FeedHistory: Hashable, Sendable {
    /// The oldest article known.
    package var first: Timestamp
    /// The newest.
    package var newest: Timestamp
    /// The longest time between two articles that follow each other.
    package var longestSilence: Duration

    /// How long a feed is followed before its silence says anything.
    package static let leastFollowed: Duration = .days(7)
    /// A silence that is normal for any feed: a night, a holiday.
    package static let normalSilence: Duration = .days(1)

    package init(first: Timestamp, newest: Timestamp, longestSilence: Duration) {
        self.first = first
        self.newest = newest
        self.longestSilence = longestSilence
    }

    /// - Returns: the history with the articles of a response; `nil` without any.
    /// - Parameters:
    ///   - known: the history before.
    ///   - times: the dates of the articles, in any order.
    ///   - now: articles that are dated ahead count as of now.
    package init?(_ known: FeedHistory?, adding times: [Timestamp], at now: Timestamp) {
        var times = times.map { min($0, now) }.sorted()
        if known == nil { times.removeFirst(Self.pinned(in: times)) }
        guard let oldest = times.first, let latest = times.last else {
            guard let known else { return nil }
            self = known
            return
        }
        var history = known ?? FeedHistory(first: oldest, newest: oldest, longestSilence: .zero)
        // What lies before the newest known one has been counted.
        for time in times where time > history.newest {
            history.longestSilence = max(history.longestSilence, time - history.newest)
            history.newest = time
        }
        history.first = min(history.first, oldest)
        if known == nil { history.newest = latest }
        self = history
    }

    /// The oldest articles that a publisher keeps in its feed for years: at most three, each of which is apart from all
    /// newer ones by more than ten times their longest silence. Their distance is not how often the feed is written.
    private static func pinned(in times: [Timestamp]) -> Int {
        var longest = normalSilence
        var counts: [Int] = []
        for index in stride(from: times.count - 1, to: 0, by: -1) {
            let gap = times[index] - times[index - 1]
            if index <= 3, times.count - index >= 5, gap > longest * 10 { counts.append(index) }
            longest = max(longest, gap)
        }
        return counts.first ?? 0
    }

    /// How long the feed has had no new article.
    package func silence(at now: Timestamp) -> Duration { max(.zero, now - newest) }

    /// Whether it has been silent for longer than it ever was.
    package func isSilent(at now: Timestamp) -> Bool {
        now - first >= Self.leastFollowed && silence(at: now) > max(longestSilence, Self.normalSilence)
    }
}
