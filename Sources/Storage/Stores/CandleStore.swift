import Domain

/// Candles in the table `candles`, one row for each interval and open time.
struct CandleStore: CandleArchive {
    let engine: any SQLEngine

    func keep(_ candles: [ArchivedCandle], rule: ReplacementRule) async throws(ArchiveFailure) -> WriteResult {
        guard !candles.isEmpty else { return WriteResult() }
        let batches = SightingBatches.of(candles)
        return try await engine.write { database throws(ArchiveFailure) in
            var kept = WriteResult()
            for batch in batches {
                let new = try database.execute(over: batch) { CandleSQL.insertWhereAbsent(batch, from: $0) }
                // A conflicting row may be better than the stored one; rows just inserted need no update.
                let updated =
                    new == batch.rows.count
                    ? 0 : try database.execute(over: batch) { CandleSQL.updateWhereBetter(batch, from: $0) }
                kept = kept + WriteResult(new: new, updated: updated, unchanged: batch.rows.count - new - updated)
            }
            return kept
        }
    }

    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws(ArchiveFailure)
        -> [ArchivedCandle]
    {
        var sql = "SELECT \(CandleRow.names) FROM candles WHERE interval = ?"
        var parameters: [SQLValue] = [.text(interval.rawValue)]
        if let range {
            sql += " AND open_time >= ? AND open_time < ?"
            parameters += [.time(range.start), .time(range.end)]
        }
        sql += " ORDER BY open_time DESC LIMIT ?"
        parameters.append(.count(max(0, limit)))
        let (query, values) = (sql, parameters)
        return try await engine.read { database throws(ArchiveFailure) in
            var candles: [ArchivedCandle] = []
            for row in try database.rows(query, values) { candles.append(try CandleRow.candle(in: row)) }
            return candles
        }
    }

    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws(ArchiveFailure) -> [Timestamp] {
        try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                "SELECT open_time FROM candles WHERE interval = ? AND open_time >= ? AND open_time < ? AND closed = 1 "
                    + "ORDER BY open_time",
                [.text(interval.rawValue), .time(range.start), .time(range.end)])
            var times: [Timestamp] = []
            times.reserveCapacity(rows.count)
            for row in rows { times.append(try row.time(0)) }
            return times
        }
    }
}

/// Observations of candles in batches, each with at most one per candle, in the order of the key.
///
/// A statement may change each row once, so a second observation of a candle goes to the next batch. The common order
/// prevents deadlocks between writers.
enum SightingBatches {
    static func of(_ candles: [ArchivedCandle]) -> [RowBatch] {
        struct Key: Hashable {
            let interval: Interval
            let openTime: Timestamp
        }
        var seen: [Key: Int] = [:]
        var waves: [[ArchivedCandle]] = []
        for candle in candles {
            let wave = seen[Key(interval: candle.candle.interval, openTime: candle.candle.openTime), default: 0]
            seen[Key(interval: candle.candle.interval, openTime: candle.candle.openTime)] = wave + 1
            if waves.count == wave { waves.append([]) }
            waves[wave].append(candle)
        }
        return waves.map { wave in
            let ordered = wave.sorted {
                ($0.candle.interval.rawValue, $0.candle.openTime) < ($1.candle.interval.rawValue, $1.candle.openTime)
            }
            return RowBatch(name: "sighting", columns: CandleRow.columns, rows: ordered.map(CandleRow.values))
        }
    }
}
