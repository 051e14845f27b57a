import Domain

/// Maps rows of a table of candles, with their origins, to candles.
enum CandleRow {
    /// The columns of a query that reads rows of candles as `c`, their origins as `o`, with `joins`.
    static let columns = """
        c.minute, c.open, c.high, c.low, c.close, c.volume, o.seen_at, o.run_id, s.name, q.name, o.id
        """

    /// Outer joins: a row without its origin is damage, and must not read as a gap.
    static let joins = """
        LEFT JOIN origins AS o ON o.id = c.origin LEFT JOIN sources AS s ON s.id = o.source
        LEFT JOIN quotes AS q ON q.id = o.quote
        """

    static func candle(of interval: Interval, in row: SQLRow, known: Int? = nil, isPast: Bool = false)
        throws(ArchiveFailure) -> ArchivedCandle
    {
        guard row.values[10] != .null else { throw .unreadable("a candle of minute \(row.values[0]) has no origin") }
        let candle = try candle(
            interval, at: CandleTable.time(of: try row.integer(0)), numbers: row, from: 1,
            quote: Quote(rawValue: try row.text(9)))
        let seenAt = try row.time(6)
        return ArchivedCandle(
            candle, source: SourceName(try row.text(8)), run: RunID(rawValue: try row.text(7)),
            seenAt: isPast ? max(seenAt, candle.closeTime) : seenAt, known: known)
    }

    /// - Parameter first: the column of `open`; high, low, close and volume follow.
    static func candle(_ interval: Interval, at openTime: Timestamp, numbers row: SQLRow, from first: Int, quote: Quote)
        throws(ArchiveFailure) -> Candle
    {
        let numbers = CandleNumbers(
            openTime: openTime, open: try row.real(first), high: try row.real(first + 1), low: try row.real(first + 2),
            close: try row.real(first + 3), volume: try row.real(first + 4))
        do throws(Candle.Implausible) {
            return try Candle(interval, numbers, quote: quote)
        } catch {
            throw .unreadable(error.description)
        }
    }

    /// The prices and the volume as values, in the order of ``CandleTable/columns``.
    static func numbers(_ candle: Candle) -> [SQLValue] {
        [.real(candle.open), .real(candle.high), .real(candle.low), .real(candle.close), .real(candle.volume)]
    }
}
