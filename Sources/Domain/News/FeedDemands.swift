/// What the publisher of a feed says about when it is to be read again: in the headers of the last response, and in the
/// last document that was read.
package struct FeedDemands: Hashable, Sendable {
    /// For how long the last response may be used before it is asked for again (RFC 9111, 4.2).
    package var freshFor: Duration?
    /// `ttl` of RSS 2.0: how long the channel may be cached.
    package var ttl: Duration?
    /// `sy:updatePeriod` divided by `sy:updateFrequency` (RSS 1.0, module Syndication): the time between updates.
    package var updatePeriod: Duration?
    /// `skipHours` of RSS 2.0: hours of the day, 0 to 23 in UTC, in which the feed is not to be read.
    package var skipHours: Set<Int>
    /// `skipDays` of RSS 2.0: days of the week in UTC, 0 for Sunday.
    package var skipDays: Set<Int>

    package init(
        freshFor: Duration? = nil, ttl: Duration? = nil, updatePeriod: Duration? = nil, skipHours: Set<Int> = [],
        skipDays: Set<Int> = []
    ) {
        self.freshFor = freshFor
        self.ttl = ttl
        self.updatePeriod = updatePeriod
        self.skipHours = skipHours
        self.skipDays = skipDays
    }

    /// The demands after a response without a document (304): its headers, and what the last document said.
    package func renewed(freshFor: Duration?) -> FeedDemands {
        var demands = self
        demands.freshFor = freshFor
        return demands
    }

    /// The days of ``skipDays`` by their numbers.
    package static let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
}
