import Domain

extension Migration {
    /// Replaces the table `candles` by one table for each interval, whose key is the minute of the open time, and adds
    /// what is known of sources and their agreement. Minutes are counted from 1970: 4 bytes until the year 6053.
    ///
    /// A row has 58 bytes in SQLite and 99 with its index entry in PostgreSQL: what many rows share (source, quote,
    /// run, time of observation) is one row of `origins`. `known` comes last, as PostgreSQL stores NULL without a byte.
    static let compactCandles = Migration(
        version: 4, name: "compact candles",
        statements: { dialect in
            let key = dialect.keyText
            let prices = ["open", "high", "low", "close", "volume"]
            let numbers = prices.map { "\($0) DOUBLE PRECISION NOT NULL" }.joined(separator: ", ")
            return [
                "ALTER TABLE run_sources ADD COLUMN rejected BIGINT NOT NULL DEFAULT 0",
                "CREATE TABLE sources (id SMALLINT NOT NULL PRIMARY KEY, name \(key) NOT NULL UNIQUE)",
                "CREATE TABLE quotes (id SMALLINT NOT NULL PRIMARY KEY, name \(key) NOT NULL UNIQUE)",
                """
                CREATE TABLE origins (
                    id INTEGER NOT NULL PRIMARY KEY, source SMALLINT NOT NULL, quote SMALLINT NOT NULL, run_id TEXT NOT NULL,
                    seen_at BIGINT NOT NULL
                )
                """,
            ]
                + ["1m", "5m", "15m", "1h", "4h", "1d", "1w"].map { interval in
                    """
                    CREATE TABLE candles_\(interval) (
                        minute INTEGER NOT NULL PRIMARY KEY, origin INTEGER NOT NULL, \(numbers), known SMALLINT
                    )
                    """
                } + [
                    """
                    CREATE TABLE replaced_candles (
                        id INTEGER NOT NULL PRIMARY KEY, span SMALLINT NOT NULL, minute INTEGER NOT NULL, replaced_at BIGINT NOT NULL,
                        reason TEXT NOT NULL, origin INTEGER NOT NULL, \(numbers)
                    )
                    """,
                    "CREATE INDEX replaced_candles_by_time ON replaced_candles (span, minute)",
                    """
                    CREATE TABLE sightings (
                        span SMALLINT NOT NULL, minute INTEGER NOT NULL, source \(key) NOT NULL, close DOUBLE PRECISION NOT NULL,
                        volume DOUBLE PRECISION, quote TEXT NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (span, minute, source)
                    )\(dialect.clustered)
                    """,
                    """
                    CREATE TABLE doubtful_candles (
                        span SMALLINT NOT NULL, minute INTEGER NOT NULL, reason TEXT NOT NULL, odd TEXT, spread DOUBLE PRECISION NOT NULL,
                        since BIGINT NOT NULL, PRIMARY KEY (span, minute)
                    )\(dialect.clustered)
                    """,
                    """
                    CREATE TABLE source_states (
                        source \(key) NOT NULL PRIMARY KEY, last_answer BIGINT, last_failure BIGINT, failure_kind TEXT,
                        failure_message TEXT, failure_hint TEXT, failures INTEGER NOT NULL, not_before BIGINT, pause TEXT,
                        clock_offset BIGINT, clock_measured BIGINT
                    )\(dialect.clustered)
                    """,
                    """
                    CREATE TABLE source_absences (
                        source \(key) NOT NULL, span SMALLINT NOT NULL, first_time BIGINT NOT NULL, end_time BIGINT NOT NULL,
                        reason TEXT NOT NULL, since BIGINT NOT NULL, confirmations INTEGER NOT NULL, next_check BIGINT NOT NULL,
                        PRIMARY KEY (source, span, first_time)
                    )\(dialect.clustered)
                    """,
                ]
        },
        move: { database, progress throws(ArchiveFailure) in
            try CandleMove(database: database).run(progress: progress)
        })
}
