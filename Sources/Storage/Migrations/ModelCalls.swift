extension Migration {
    /// Creates the tables of what language models wrote: one row for each closed hour and language, which the process
    /// that asks inserts first; and every attempt.
    static let modelCalls = Migration(version: 6, name: "model calls") { dialect in
        let key = dialect.keyText
        return [
            """
            CREATE TABLE analyses (
                hour BIGINT NOT NULL, language \(key) NOT NULL, claimed BIGINT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
                outcome TEXT NOT NULL, text TEXT, PRIMARY KEY (hour, language)
            )\(dialect.clustered)
            """,
            """
            CREATE TABLE ai_calls (
                id \(key) NOT NULL PRIMARY KEY, started BIGINT NOT NULL, duration BIGINT NOT NULL, hour BIGINT NOT NULL,
                language \(key) NOT NULL, attempt INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
                prompt_name TEXT NOT NULL, prompt_version TEXT NOT NULL, response_model TEXT, input_tokens BIGINT, output_tokens BIGINT,
                reasoning_tokens BIGINT, finish_reasons TEXT NOT NULL, outcome TEXT NOT NULL, details TEXT NOT NULL,
                cost DOUBLE PRECISION, counted DOUBLE PRECISION NOT NULL, not_before BIGINT, text_length BIGINT
            )
            """,
            "CREATE INDEX ai_calls_newest ON ai_calls (started DESC, id DESC)",
        ]
    }
}
