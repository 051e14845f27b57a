extension Migration {
    /// Creates the tables of price alerts, and of notifications and their deliveries.
    static let priceAlerts = Migration(version: 8, name: "price alerts") { dialect in
        [
            """
            CREATE TABLE price_alerts (
                id \(dialect.keyText) NOT NULL PRIMARY KEY, kind TEXT NOT NULL, level DOUBLE PRECISION,
                percent DOUBLE PRECISION, hours BIGINT, quote TEXT NOT NULL, note TEXT NOT NULL,
                created BIGINT NOT NULL, armed BIGINT, firings BIGINT NOT NULL, fired BIGINT,
                fired_price DOUBLE PRECISION
            )\(dialect.clustered)
            """,
            """
            CREATE TABLE notices (
                id \(dialect.keyText) NOT NULL PRIMARY KEY, kind TEXT NOT NULL, created BIGINT NOT NULL,
                content TEXT NOT NULL
            )\(dialect.clustered)
            """,
            """
            CREATE TABLE notice_deliveries (
                notice \(dialect.keyText) NOT NULL, receiver \(dialect.keyText) NOT NULL, name TEXT NOT NULL,
                attempts BIGINT NOT NULL, attempted BIGINT NOT NULL, next_attempt BIGINT, sent BIGINT, error TEXT,
                PRIMARY KEY (notice, receiver)
            )\(dialect.clustered)
            """,
        ]
    }
}
