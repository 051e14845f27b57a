extension Migration {
    /// Creates the first tables. Times are BIGINT milliseconds since 1970 in UTC, flags are SMALLINT 0 or 1.
    static let firstTables = Migration(version: 1, name: "first tables") { dialect in
        let key = dialect.keyText
        return [
            """
            CREATE TABLE candles (
                interval \(key) NOT NULL, open_time BIGINT NOT NULL,
                open DOUBLE PRECISION NOT NULL, high DOUBLE PRECISION NOT NULL, low DOUBLE PRECISION NOT NULL,
                close DOUBLE PRECISION NOT NULL, volume DOUBLE PRECISION NOT NULL,
                quote \(key) NOT NULL, source \(key) NOT NULL, run_id \(key) NOT NULL, seen_at BIGINT NOT NULL, closed SMALLINT NOT NULL,
                PRIMARY KEY (interval, open_time)
            )\(dialect.clustered)
            """,
            """
            CREATE TABLE articles (
                id \(key) NOT NULL PRIMARY KEY, title TEXT NOT NULL, link TEXT NOT NULL, publisher TEXT NOT NULL, published BIGINT,
                order_time BIGINT NOT NULL, summary TEXT NOT NULL, language TEXT, feed \(key) NOT NULL, run_id \(key) NOT NULL,
                first_seen BIGINT NOT NULL, seen_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX articles_newest ON articles (order_time DESC, id DESC)",
            "CREATE TABLE feeds (name \(key) NOT NULL PRIMARY KEY, etag TEXT, last_modified TEXT)",
            """
            CREATE TABLE runs (
                id \(key) NOT NULL PRIMARY KEY, trace_id TEXT NOT NULL, command TEXT NOT NULL, triggered_by TEXT NOT NULL, host TEXT NOT NULL,
                started BIGINT NOT NULL, finished BIGINT, outcome TEXT NOT NULL
            )
            """,
            "CREATE INDEX runs_newest ON runs (started DESC, id DESC)",
            """
            CREATE TABLE run_sources (
                run_id \(key) NOT NULL, position BIGINT NOT NULL, source \(key) NOT NULL, part TEXT NOT NULL, source_outcome TEXT NOT NULL,
                fetched BIGINT NOT NULL, kept_new BIGINT NOT NULL, kept_updated BIGINT NOT NULL, kept_unchanged BIGINT NOT NULL,
                error_kind TEXT, error_message TEXT, error_hint TEXT,
                PRIMARY KEY (run_id, position)
            )\(dialect.clustered)
            """,
            "CREATE INDEX run_sources_by_source ON run_sources (source, run_id)",
            """
            CREATE TABLE leases (
                name \(key) NOT NULL PRIMARY KEY, run_id \(key) NOT NULL, host TEXT NOT NULL, process BIGINT NOT NULL,
                process_start TEXT NOT NULL, expires_at BIGINT NOT NULL
            )
            """,
            "CREATE TABLE meta (key \(key) NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
        ]
    }
}
