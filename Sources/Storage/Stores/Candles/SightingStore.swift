import Domain

/// Sightings in `sightings`, and doubtful candles in `doubtful_candles`.
struct SightingStore: SightingLog {
    let engine: any SQLEngine

    private static let columns: [RowBatch.Column] = [
        .init(name: "span", kind: .integer), .init(name: "minute", kind: .integer), .init(name: "source", kind: .text),
        .init(name: "close", kind: .real), .init(name: "volume", kind: .real), .init(name: "quote", kind: .text),
        .init(name: "seen_at", kind: .integer),
    ]

    func record(_ sightings: [Sighting], forgettingBefore oldest: Timestamp) async throws(ArchiveFailure) {
        let batch = RowBatch(name: "new", columns: Self.columns, rows: Self.newest(of: sightings).map(Self.values))
        try await engine.write { database throws(ArchiveFailure) in
            // In the order of the key, which keeps writers from waiting for each other in a circle.
            _ = try database.execute(over: batch) { rows in
                """
                INSERT INTO sightings (\(batch.columnNames))
                SELECT \(batch.columns.map { "new.\($0.name)" }.joined(separator: ", ")) FROM \(rows) WHERE true
                ON CONFLICT (span, minute, source) DO UPDATE SET close = excluded.close, volume = excluded.volume,
                    quote = excluded.quote, seen_at = excluded.seen_at
                WHERE excluded.seen_at >= sightings.seen_at
                """
            }
            try database.execute(
                "DELETE FROM sightings WHERE minute < ?", [.integer(CandleTable.first(from: oldest))])
        }
    }

    func sightings(of interval: Interval, in range: TimeRange) async throws(ArchiveFailure) -> [Sighting] {
        try await engine.read { database throws(ArchiveFailure) in
            var sightings: [Sighting] = []
            for row in try database.rows(
                """
                SELECT minute, source, close, volume, quote, seen_at FROM sightings
                WHERE span = \(CandleTable(interval).span) AND minute >= ? AND minute < ? ORDER BY minute, source
                """, CandleTable.bounds(of: range))
            {
                sightings.append(
                    Sighting(
                        source: SourceName(try row.text(1)), interval: interval,
                        openTime: CandleTable.time(of: try row.integer(0)), close: try row.real(2),
                        volume: row.values[3] == .null ? nil : try row.real(3),
                        quote: Quote(rawValue: try row.text(4)), seenAt: try row.time(5)))
            }
            return sightings
        }
    }

    func setDoubtful(_ candles: [DoubtfulCandle], of interval: Interval, in range: TimeRange)
        async throws(ArchiveFailure)
    {
        let span = CandleTable(interval).span
        try await engine.write { database throws(ArchiveFailure) in
            let stored = try Self.doubtful(of: interval, in: range, database)
            let known = Dictionary(stored.map { ($0.openTime, $0) }, uniquingKeysWith: { first, _ in first })
            try database.execute(
                "DELETE FROM doubtful_candles WHERE span = \(span) AND minute >= ? AND minute < ?",
                CandleTable.bounds(of: range))
            for candle in candles {
                let same = known[candle.openTime].flatMap { $0.reason == candle.reason ? $0 : nil }
                try database.execute(
                    """
                    INSERT INTO doubtful_candles (span, minute, reason, odd, spread, since) VALUES (\(span), ?, ?, ?, ?, ?)
                    ON CONFLICT (span, minute) DO UPDATE SET reason = excluded.reason, odd = excluded.odd,
                        spread = excluded.spread, since = excluded.since
                    """,
                    [
                        .integer(CandleTable.minute(of: candle.openTime)), .text(candle.reason.rawValue),
                        .text(candle.odd?.rawValue), .real(candle.spread), .time(same?.since ?? candle.since),
                    ])
            }
        }
    }

    func doubtful(of interval: Interval, in range: TimeRange) async throws(ArchiveFailure) -> [DoubtfulCandle] {
        try await engine.read { database throws(ArchiveFailure) in try Self.doubtful(of: interval, in: range, database)
        }
    }

    private static func doubtful(of interval: Interval, in range: TimeRange, _ database: any SQLConnection)
        throws(ArchiveFailure) -> [DoubtfulCandle]
    {
        var doubtful: [DoubtfulCandle] = []
        for row in try database.rows(
            """
            SELECT minute, reason, odd, spread, since FROM doubtful_candles
            WHERE span = \(CandleTable(interval).span) AND minute >= ? AND minute < ? ORDER BY minute
            """, CandleTable.bounds(of: range))
        {
            doubtful.append(
                DoubtfulCandle(
                    interval, at: CandleTable.time(of: try row.integer(0)),
                    reason: DoubtReason(rawValue: try row.text(1)), odd: try row.textIfAny(2).map { SourceName($0) },
                    spread: try row.real(3), since: try row.time(4)))
        }
        return doubtful
    }

    /// One for each source and candle, as a statement may change each row once; in the order of the key.
    private static func newest(of sightings: [Sighting]) -> [Sighting] {
        struct Key: Hashable {
            let interval: Interval
            let openTime: Timestamp
            let source: SourceName
        }
        var newest: [Key: Sighting] = [:]
        for sighting in sightings {
            let key = Key(interval: sighting.interval, openTime: sighting.openTime, source: sighting.source)
            if let known = newest[key], known.seenAt > sighting.seenAt { continue }
            newest[key] = sighting
        }
        return newest.values.sorted {
            ($0.interval.seconds, $0.openTime, $0.source.rawValue)
                < ($1.interval.seconds, $1.openTime, $1.source.rawValue)
        }
    }

    private static func values(_ sighting: Sighting) -> [SQLValue] {
        [
            .integer(CandleTable(sighting.interval).span), .integer(CandleTable.minute(of: sighting.openTime)),
            .text(sighting.source.rawValue), .real(sighting.close), sighting.volume.map { .real($0) } ?? .null,
            .text(sighting.quote.rawValue), .time(sighting.seenAt),
        ]
    }
}
