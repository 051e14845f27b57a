import Domain

/// Moves the rows of `candles` of schema 3 to the tables of schema 4, within the transaction of the migration.
///
/// The closed rows of one run, source and quote get one origin, with the time of the run's last observation; an open
/// row gets its own, as it does in ``CandleWriter``.
struct CandleMove {
    let database: any SQLConnection

    /// Of the work, before and after the rows themselves.
    private static let shareOfOrigins = 0.1
    private static let shareOfRollups = 0.5
    /// The parts of an interval's rows, after each of which progress is reported.
    private static let windows: Int64 = 50

    func run(progress: (Double) -> Void) throws(ArchiveFailure) {
        // A service of the earlier version may still be writing: what it commits from now on would be dropped unread.
        if database.dialect == .postgres { try database.execute("LOCK TABLE candles IN SHARE ROW EXCLUSIVE MODE") }
        let total = try count("SELECT COUNT(*) FROM candles")
        progress(Self.shareOfOrigins / 5)
        try makeRuns()
        progress(Self.shareOfOrigins * 4 / 5)
        try makeOrigins()
        progress(Self.shareOfOrigins)
        var moved = 0
        for interval in Interval.allCases {
            try move(interval) { rows in
                moved += rows
                let share = Double(moved) / Double(max(1, total))
                progress(Self.shareOfOrigins + share * (1 - Self.shareOfOrigins - Self.shareOfRollups))
            }
        }
        guard moved == total else {
            throw .unreadable("\(total - moved) rows of candles have an interval that this program does not know")
        }
        try database.execute("DROP TABLE candle_runs")
        try database.execute("DROP TABLE candles")
        let hours = 0.05
        try rebuild(from: .oneMinute) { progress(1 - Self.shareOfRollups + $0 * (Self.shareOfRollups - hours)) }
        try rebuild(from: .oneHour) { progress(1 - hours + $0 * hours) }
        progress(1)
    }

    /// Makes the coarser candles in parts, each of whole weeks or a little more.
    private func rebuild(from interval: Interval, done: (Double) -> Void) throws(ArchiveFailure) {
        guard let range = try CandleTable(interval).extent(in: database) else { return }
        let step = max(7 * 1440, (range.upperBound - range.lowerBound) / Self.windows + 1)
        var start = range.lowerBound
        while start <= range.upperBound {
            let end = min(start + step - 1, range.upperBound)
            try Rollup(database: database).rebuild(from: interval, over: [start...end])
            done(Double(end - range.lowerBound + 1) / Double(range.upperBound - range.lowerBound + 1))
            start = end + 1
        }
    }

    private func makeRuns() throws(ArchiveFailure) {
        let key = database.dialect.keyText
        try database.execute(
            """
            CREATE TABLE candle_runs (
                source \(key) NOT NULL, quote \(key) NOT NULL, run_id \(key) NOT NULL, seen_at BIGINT NOT NULL, id BIGINT NOT NULL,
                PRIMARY KEY (run_id, source, quote)
            )\(database.dialect.clustered)
            """)
        try database.execute(
            """
            INSERT INTO candle_runs (source, quote, run_id, seen_at, id)
            SELECT source, quote, run_id, seen_at, ROW_NUMBER() OVER (ORDER BY seen_at, run_id, source, quote) FROM (
                SELECT source, quote, run_id, MAX(seen_at) AS seen_at FROM candles WHERE closed = 1
                GROUP BY source, quote, run_id
            ) AS runs
            """)
    }

    private func makeOrigins() throws(ArchiveFailure) {
        for (table, column) in [("sources", "source"), ("quotes", "quote")] {
            try database.execute(
                """
                INSERT INTO \(table) (id, name) SELECT ROW_NUMBER() OVER (ORDER BY name), name
                FROM (
                    SELECT \(column) AS name FROM candle_runs UNION SELECT \(column) FROM candles WHERE closed = 0
                ) AS names
                """)
        }
        try database.execute(
            """
            INSERT INTO origins (id, source, quote, run_id, seen_at) SELECT made.id, sources.id, quotes.id, run_id, seen_at
            FROM candle_runs AS made JOIN sources ON sources.name = made.source JOIN quotes ON quotes.name = made.quote
            """)
    }

    private func move(_ interval: Interval, moved: (Int) -> Void) throws(ArchiveFailure) {
        let name: SQLValue = .text(interval.rawValue)
        let extent = try database.rows(
            "SELECT MIN(open_time), MAX(open_time) FROM candles WHERE interval = ?", [name])
        guard let row = extent.first, let first = try row.timeIfAny(0), let last = try row.timeIfAny(1) else { return }
        let step = max(interval.seconds * 1000, (last.milliseconds - first.milliseconds) / Self.windows + 1)
        let table = CandleTable(interval)
        var start = first.milliseconds
        while start <= last.milliseconds {
            let range: [SQLValue] = [name, .integer(start), .integer(start + step)]
            let closed = try database.execute(
                """
                INSERT INTO \(table.name) (minute, origin, open, high, low, close, volume)
                SELECT open_time / 60000, made.id, open, high, low, close, volume FROM candles AS old
                JOIN candle_runs AS made ON made.run_id = old.run_id AND made.source = old.source AND made.quote = old.quote
                WHERE interval = ? AND open_time >= ? AND open_time < ? AND closed = 1 ORDER BY open_time
                """, range)
            moved(closed + (try moveOpen(table, range)))
            start += step
        }
    }

    private func moveOpen(_ table: CandleTable, _ range: [SQLValue]) throws(ArchiveFailure) -> Int {
        let rows = try database.rows(
            """
            SELECT open_time / 60000, open, high, low, close, volume, sources.id, quotes.id, run_id, seen_at FROM candles AS old
            JOIN sources ON sources.name = old.source JOIN quotes ON quotes.name = old.quote
            WHERE interval = ? AND open_time >= ? AND open_time < ? AND closed = 0
            """, range)
        for row in rows {
            let id = try count("SELECT COALESCE(MAX(id), 0) + 1 FROM origins")
            try database.execute(
                "INSERT INTO origins (id, source, quote, run_id, seen_at) VALUES (?, ?, ?, ?, ?)",
                [.count(id)] + row.values[6...])
            try database.execute(
                "INSERT INTO \(table.name) (minute, open, high, low, close, volume, origin) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row.values[..<6] + [.count(id)])
        }
        return rows.count
    }

    private func count(_ sql: String) throws(ArchiveFailure) -> Int { try database.rows(sql).first?.count(0) ?? 0 }
}
