extension Migration {
    /// Creates the tables of what analyses said, how that turned out, and what readers thought of it.
    static let analysisScores = Migration(version: 7, name: "analysis scores") { dialect in
        [
            """
            CREATE TABLE analysis_scores (
                hour BIGINT NOT NULL PRIMARY KEY, quote TEXT NOT NULL, price DOUBLE PRECISION NOT NULL, trend TEXT,
                low80 DOUBLE PRECISION, high80 DOUBLE PRECISION, low95 DOUBLE PRECISION, high95 DOUBLE PRECISION,
                mood DOUBLE PRECISION, later_close DOUBLE PRECISION
            )
            """,
            """
            CREATE TABLE analysis_feedback (
                hour BIGINT NOT NULL, language \(dialect.keyText) NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
                helpful SMALLINT NOT NULL, given BIGINT NOT NULL, PRIMARY KEY (hour, language)
            )\(dialect.clustered)
            """,
        ]
    }
}
