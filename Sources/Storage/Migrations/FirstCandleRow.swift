import Domain

/// A row of the table `candles` of schemas 1 to 3, as backups of earlier versions hold it.
enum FirstCandleRow {
    /// - Throws: ``ArchiveFailure`` for a row that no version of this program has written.
    static func candle(in row: SQLRow) throws(ArchiveFailure) -> ArchivedCandle {
        guard let interval = Interval(rawValue: try row.text(0)) else {
            throw .unreadable("'\(try row.text(0))' is not an interval")
        }
        let candle = try CandleRow.candle(
            interval, at: try row.time(1), numbers: row, from: 2, quote: Quote(rawValue: try row.text(7)))
        return ArchivedCandle(
            candle, source: SourceName(try row.text(8)), run: RunID(rawValue: try row.text(9)), seenAt: try row.time(10)
        )
    }
}
