import Domain

/// Candles in one table for each interval, with their origins in `origins`.
struct CandleStore: CandleArchive {
    let engine: any SQLEngine

    func keep(_ candles: [ArchivedCandle], rule: ReplacementRule) async throws(ArchiveFailure) -> WriteResult {
        guard !candles.isEmpty else { return WriteResult() }
        return try await engine.write { database throws(ArchiveFailure) in
            var writer = try CandleWriter(database, rule: rule)
            try writer.keep(candles)
            return try writer.finish().values.reduce(WriteResult(), +)
        }
    }

    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws(ArchiveFailure)
        -> [ArchivedCandle]
    {
        let table = CandleTable(interval)
        let bounds = range.map(CandleTable.bounds)
        // A made candle whose last parts are missing never sees its close; it is past once another one follows.
        let sql = """
            SELECT \(CandleRow.columns), c.known, CASE WHEN c.known IS NULL THEN 0 ELSE (SELECT MAX(minute) FROM \(table.name)) END
            FROM (
                SELECT * FROM \(table.name) \(bounds == nil ? "" : "WHERE minute >= ? AND minute < ?")
                ORDER BY minute DESC LIMIT ?
            ) AS c \(CandleRow.joins) ORDER BY c.minute DESC
            """
        return try await engine.read { database throws(ArchiveFailure) in
            var candles: [ArchivedCandle] = []
            for row in try database.rows(sql, (bounds ?? []) + [.count(max(0, limit))]) {
                let known = row.values[11] == .null ? nil : try row.count(11)
                let isPast = known == nil ? false : try row.integer(0) < row.integer(12)
                candles.append(try CandleRow.candle(of: interval, in: row, known: known, isPast: isPast))
            }
            return candles
        }
    }

    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws(ArchiveFailure) -> [Timestamp] {
        let table = CandleTable(interval)
        return try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                "SELECT c.minute FROM \(closed(table)) ORDER BY c.minute", CandleTable.bounds(of: range))
            var times: [Timestamp] = []
            times.reserveCapacity(rows.count)
            for row in rows { times.append(CandleTable.time(of: try row.integer(0))) }
            return times
        }
    }

    func gaps(of interval: Interval, in range: TimeRange, limit: Int) async throws(ArchiveFailure) -> [TimeRange] {
        let (table, bounds) = (CandleTable(interval), CandleTable.bounds(of: range))
        return try await engine.read { database throws(ArchiveFailure) in
            // One row before and one after the range: what is missing at its bounds is a gap like any other.
            let rows = try database.rows(
                """
                SELECT before, minute FROM (
                    SELECT minute, LAG(minute) OVER (ORDER BY minute) AS before FROM (
                        SELECT c.minute FROM \(closed(table)) UNION ALL SELECT CAST(? AS INTEGER) - \(table.span)
                        UNION ALL SELECT CAST(? AS INTEGER)
                    ) AS bounded
                ) AS pairs WHERE minute - before > \(table.span) ORDER BY minute DESC LIMIT ?
                """, bounds + bounds + [.count(max(0, limit))])
            var gaps: [TimeRange] = []
            for row in rows.reversed() {
                let start = CandleTable.time(of: try row.integer(0) + table.span)
                gaps.append(TimeRange(start, until: CandleTable.time(of: try row.integer(1))))
            }
            return gaps
        }
    }

    func extent(of interval: Interval) async throws(ArchiveFailure) -> CandleExtent? {
        let table = CandleTable(interval)
        return try await engine.read { database throws(ArchiveFailure) in
            guard let range = try table.extent(in: database) else { return nil }
            return CandleExtent(
                first: CandleTable.time(of: range.lowerBound), last: CandleTable.time(of: range.upperBound))
        }
    }

    func count(of interval: Interval) async throws(ArchiveFailure) -> Int {
        let table = CandleTable(interval)
        return try await engine.read { database throws(ArchiveFailure) in
            try database.rows("SELECT COUNT(*) FROM \(table.name)").first?.count(0) ?? 0
        }
    }

    func supply(of interval: Interval, in range: TimeRange) async throws(ArchiveFailure) -> [SourceName: Int] {
        let table = CandleTable(interval)
        return try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                """
                SELECT s.name, CAST(SUM(counted.rows) AS BIGINT) FROM (
                    SELECT c.origin, COUNT(*) AS rows FROM \(table.name) AS c WHERE c.minute >= ? AND c.minute < ? GROUP BY c.origin
                ) AS counted JOIN origins AS o ON o.id = counted.origin JOIN sources AS s ON s.id = o.source GROUP BY s.name
                """, CandleTable.bounds(of: range))
            var supply: [SourceName: Int] = [:]
            for row in rows { supply[SourceName(try row.text(0))] = try row.count(1) }
            return supply
        }
    }

    func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws(ArchiveFailure)
        -> [ReplacedCandle]
    {
        let table = CandleTable(interval)
        return try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                """
                SELECT \(CandleRow.columns), c.replaced_at, c.reason FROM replaced_candles AS c \(CandleRow.joins)
                WHERE c.span = \(table.span) AND c.minute >= ? AND c.minute < ? ORDER BY c.id DESC LIMIT ?
                """, CandleTable.bounds(of: range) + [.count(max(0, limit))])
            var replaced: [ReplacedCandle] = []
            for row in rows {
                replaced.append(
                    ReplacedCandle(
                        try CandleRow.candle(of: interval, in: row), at: try row.time(11),
                        reason: CandleReplacement(rawValue: try row.text(12))))
            }
            return replaced
        }
    }

    /// The final and complete candles between two parameters, as `c`, with their origins as `o`.
    private func closed(_ table: CandleTable) -> String {
        "\(table.name) AS c JOIN origins AS o ON o.id = c.origin WHERE c.minute >= ? AND c.minute < ? AND \(table.isClosed)"
    }
}
