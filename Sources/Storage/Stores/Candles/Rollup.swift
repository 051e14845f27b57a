import Domain

/// Makes coarser candles from finer ones, in the transaction of the write that touches them.
///
/// 4h, 1d and 1w are made from hours, 5m, 15m and 1h from minutes. Each has the origin of its newest part, and the
/// number of its final and complete parts. None replaces one that is made of more parts, or that a source gave as
/// final, except a complete one of hours: a day that was imported is not reduced to the first hour that comes.
struct Rollup {
    let database: any SQLConnection

    /// Makes every candle that has a part in `ranges` of minutes, from all of its stored parts.
    func rebuild(from part: Interval, over ranges: [ClosedRange<Int64>]) throws(ArchiveFailure) {
        for interval in Interval.allCases where interval.part == part {
            let merged = Self.merged(ranges.map { Self.covering($0, of: interval) })
            for range in merged { try rebuild(interval, from: part, over: range) }
            if interval == .oneHour { try rebuild(from: .oneHour, over: merged) }
        }
    }

    private func rebuild(_ interval: Interval, from part: Interval, over range: ClosedRange<Int64>)
        throws(ArchiveFailure)
    {
        let (table, parts) = (CandleTable(interval), CandleTable(part))
        let (shift, span) = (Self.shift(of: interval), table.span)
        let columns = ["origin", "open", "high", "low", "close", "volume", "known"]
        _ = try database.execute(
            """
            INSERT INTO \(table.name) (minute, \(columns.joined(separator: ", ")))
            SELECT made.minute, newest.origin, oldest.open, made.high, made.low, newest.close, made.volume, made.known
            FROM (
                SELECT c.minute - (c.minute + \(shift)) % \(span) AS minute, MIN(c.minute) AS first, MAX(c.minute) AS last,
                    MAX(c.high) AS high, MIN(c.low) AS low, SUM(c.volume) AS volume,
                    SUM(CASE WHEN \(parts.isClosed) THEN 1 ELSE 0 END) AS known
                FROM \(parts.name) AS c JOIN origins AS o ON o.id = c.origin WHERE c.minute >= ? AND c.minute <= ?
                GROUP BY 1
            ) AS made
            JOIN \(parts.name) AS oldest ON oldest.minute = made.first
            JOIN \(parts.name) AS newest ON newest.minute = made.last
            WHERE made.minute >= 0 ON CONFLICT (minute) DO UPDATE SET
            \(columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            WHERE excluded.known >= \(table.replaceableFrom)
            """, [.integer(range.lowerBound), .integer(range.upperBound)])
    }

    /// From the first minute of the first candle that `range` touches to the last minute of the last one.
    private static func covering(_ range: ClosedRange<Int64>, of interval: Interval) -> ClosedRange<Int64> {
        let (shift, span) = (shift(of: interval), CandleTable(interval).span)
        let first = range.lowerBound - (range.lowerBound + shift) % span
        return max(0, first)...(range.upperBound - (range.upperBound + shift) % span + span - 1)
    }

    /// Weeks open on Monday: 1970-01-01 was a Thursday, three days after one.
    private static func shift(of interval: Interval) -> Int64 { interval == .oneWeek ? 3 * 1440 : 0 }

    /// In ascending order, those that touch as one.
    private static func merged(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var merged: [ClosedRange<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
