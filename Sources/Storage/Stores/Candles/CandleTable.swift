import Domain

/// The table of an interval, whose key is the minute of the open time.
struct CandleTable: Sendable {
    let interval: Interval

    init(_ interval: Interval) { self.interval = interval }

    /// - Parameter name: of a table, such as `candles_1h`.
    init?(named name: String) {
        guard name.hasPrefix(Self.prefix), let interval = Interval(rawValue: String(name.dropFirst(Self.prefix.count)))
        else { return nil }
        self.interval = interval
    }

    /// - Parameter span: the minutes between open times.
    init?(span: Int64) {
        guard let interval = Interval.allCases.first(where: { CandleTable($0).span == span }) else { return nil }
        self.interval = interval
    }

    private static let prefix = "candles_"

    var name: String { Self.prefix + interval.rawValue }
    /// The minutes between open times.
    var span: Int64 { interval.seconds / 60 }

    /// Whether sources give its candles, rather than that they are always made from those of another table.
    var isGiven: Bool { interval.part != .oneHour }

    static let columns: [RowBatch.Column] = [
        .init(name: "minute", kind: .integer), .init(name: "origin", kind: .integer),
        .init(name: "open", kind: .real), .init(name: "high", kind: .real), .init(name: "low", kind: .real),
        .init(name: "close", kind: .real), .init(name: "volume", kind: .real), .init(name: "known", kind: .integer),
    ]

    /// The minute of an open time, within what the column holds: to the year 6053.
    static func minute(of time: Timestamp) -> Int64 {
        let minute = time.milliseconds / 60_000
        return min(max(minute, 0), Int64(Int32.max))
    }

    static func time(of minute: Int64) -> Timestamp { Timestamp(milliseconds: minute.multipliedClamped(by: 60_000)) }

    /// The bounds of `range` as parameters of `minute >= ? AND minute < ?`.
    static func bounds(of range: TimeRange) -> [SQLValue] {
        let first = first(from: range.start)
        return [.integer(first), .integer(max(first, self.first(from: range.end)))]
    }

    /// The first minute that begins at or after a time.
    static func first(from time: Timestamp) -> Int64 { minute(of: time + .milliseconds(59_999)) }

    /// The first and last minute of the stored rows; `nil` for none.
    func extent(in database: any SQLConnection) throws(ArchiveFailure) -> ClosedRange<Int64>? {
        let first = try database.rows("SELECT minute FROM \(name) ORDER BY minute LIMIT 1").first?.integer(0)
        let last = try database.rows("SELECT minute FROM \(name) ORDER BY minute DESC LIMIT 1").first?.integer(0)
        guard let first, let last else { return nil }
        return first...max(first, last)
    }

    /// Whether no row is stored in a range of minutes.
    func isEmpty(_ range: ClosedRange<Int64>, in database: any SQLConnection) throws(ArchiveFailure) -> Bool {
        try database.rows(
            "SELECT 1 FROM \(name) WHERE minute >= ? AND minute <= ? LIMIT 1",
            [.integer(range.lowerBound), .integer(range.upperBound)]
        ).isEmpty
    }

    /// The least number of final parts from which a made candle replaces the row of `\(name)`: as many as that one is
    /// made of; all of them where a source gave it and it is final, or none where it is open. An hour and less that a
    /// source gave is never replaced once it is final.
    var replaceableFrom: String {
        let full = interval.partCount
        let (given, open) = interval.part == .oneHour ? (full, 0) : (full + 1, full)
        return """
            CASE WHEN \(name).known IS NOT NULL THEN \(name).known
            WHEN (SELECT seen_at FROM origins WHERE id = \(name).origin) >= (CAST(\(name).minute AS BIGINT) + \(span)) * 60000
            THEN \(given) ELSE \(open) END
            """
    }

    /// The condition under which a row of `\(name) AS c` is final: `o` is its origin.
    var isClosed: String {
        let complete = interval.part == nil ? "" : " AND (c.known IS NULL OR c.known = \(interval.partCount))"
        return "o.seen_at >= (CAST(c.minute AS BIGINT) + \(span)) * 60000\(complete)"
    }
}
