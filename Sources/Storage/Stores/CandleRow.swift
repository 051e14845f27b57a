import Domain

/// Maps candles to rows of `candles`.
enum CandleRow {
    static let columns: [RowBatch.Column] = [
        .init(name: "interval", kind: .text), .init(name: "open_time", kind: .integer),
        .init(name: "open", kind: .real), .init(name: "high", kind: .real), .init(name: "low", kind: .real),
        .init(name: "close", kind: .real), .init(name: "volume", kind: .real),
        .init(name: "quote", kind: .text), .init(name: "source", kind: .text), .init(name: "run_id", kind: .text),
        .init(name: "seen_at", kind: .integer), .init(name: "closed", kind: .integer),
    ]

    static let names = columns.map(\.name).joined(separator: ", ")

    static func values(_ archived: ArchivedCandle) -> [SQLValue] {
        let candle = archived.candle
        return [
            .text(candle.interval.rawValue), .time(candle.openTime),
            .real(candle.open), .real(candle.high), .real(candle.low), .real(candle.close), .real(candle.volume),
            .text(candle.quote.rawValue), .text(archived.source.rawValue), .text(archived.run.rawValue),
            .time(archived.seenAt), .flag(archived.isClosed),
        ]
    }

    static func candle(in row: SQLRow) throws(ArchiveFailure) -> ArchivedCandle {
        // An unknown interval has no duration. Queries name their interval, so none is read.
        guard let interval = Interval(rawValue: try row.text(0)) else {
            throw .unreadable("'\(try row.text(0))' is not an interval")
        }
        let openTime = try row.time(1)
        let (open, high, low, close) = (try row.real(2), try row.real(3), try row.real(4), try row.real(5))
        let (volume, quote) = (try row.real(6), Quote(rawValue: try row.text(7)))
        let candle: Candle
        do throws(Candle.Implausible) {
            candle = try Candle(
                interval, at: openTime, open: open, high: high, low: low, close: close, volume: volume, quote: quote)
        } catch {
            throw .unreadable(error.description)
        }
        return ArchivedCandle(
            candle, source: SourceName(try row.text(8)), run: RunID(rawValue: try row.text(9)), seenAt: try row.time(10)
        )
    }
}
