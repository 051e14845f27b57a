/// What a source said of a closed candle, kept apart from the chosen one to compare sources.
package struct Sighting: Hashable, Sendable {
    package let source: SourceName
    package let interval: Interval
    package let openTime: Timestamp
    package let close: Double
    /// In bitcoins; `nil` from a source without volumes.
    package let volume: Double?
    package let quote: Quote
    package let seenAt: Timestamp

    package init(
        source: SourceName, interval: Interval, openTime: Timestamp, close: Double, volume: Double?, quote: Quote,
        seenAt: Timestamp
    ) {
        self.source = source
        self.interval = interval
        self.openTime = openTime
        self.close = close
        self.volume = volume
        self.quote = quote
        self.seenAt = seenAt
    }

    package init(of candle: ArchivedCandle) {
        self.init(
            source: candle.source, interval: candle.candle.interval, openTime: candle.candle.openTime,
            close: candle.candle.close, volume: candle.candle.volume, quote: candle.candle.quote, seenAt: candle.seenAt)
    }
}

/// A candle whose price the sources do not agree on, or that cannot be right by itself.
package struct DoubtfulCandle: Hashable, Sendable {
    package let interval: Interval
    package let openTime: Timestamp
    package let reason: DoubtReason
    /// The source that is wrong, where that is known.
    package let odd: SourceName?
    /// The distance between the closes, as a share of the one in the middle; 0 where there is nothing to compare with.
    package let spread: Double
    package let since: Timestamp

    package init(
        _ interval: Interval, at openTime: Timestamp, reason: DoubtReason, odd: SourceName? = nil, spread: Double = 0,
        since: Timestamp
    ) {
        self.interval = interval
        self.openTime = openTime
        self.reason = reason
        self.odd = odd
        self.spread = spread
        self.since = since
    }
}

/// Why a candle is doubtful.
package struct DoubtReason: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Two sources gave closes too far apart.
    package static let disagreement = DoubtReason(rawValue: "disagreement")
    /// A price or a volume that is far from those around it.
    package static let spike = DoubtReason(rawValue: "spike")
    /// The same candle hour after hour.
    package static let stuck = DoubtReason(rawValue: "stuck")

    package static let known: [DoubtReason] = [.disagreement, .spike, .stuck]
}

/// Stores what the sources said of the newest candles, and which candles are doubtful.
///
/// Every method throws ``ArchiveFailure``.
package protocol SightingLog: Sendable {
    /// Stores sightings, the later one of each source and candle, and forgets those of open times before `oldest`.
    func record(_ sightings: [Sighting], forgettingBefore oldest: Timestamp) async throws

    /// The sightings of open times in `range`, by open time and source.
    func sightings(of interval: Interval, in range: TimeRange) async throws -> [Sighting]

    /// Replaces the doubtful candles with open times in `range`; one that stays doubtful for the same reason keeps its
    /// `since`.
    func setDoubtful(_ candles: [DoubtfulCandle], of interval: Interval, in range: TimeRange) async throws

    /// The doubtful candles with open times in `range`, oldest first, one for each open time.
    func doubtful(of interval: Interval, in range: TimeRange) async throws -> [DoubtfulCandle]
}
