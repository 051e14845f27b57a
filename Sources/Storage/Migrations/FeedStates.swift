extension Migration {
    /// Keeps the writer of an article and whether its feed gives it no title; what is known of a feed across runs; and
    /// when a source that a run did not ask may be asked. Finds articles by their link.
    ///
    /// `feeds` has had the validators by address since version 1. Its new columns are those of `source_states`, and
    /// what only feeds have. Spans are in seconds; hours and days are sets of bits, from hour 0 and from Sunday.
    static let feedStates = Migration(version: 5, name: "feed states") { dialect in
        let key = dialect.keyText
        let counts = ["failures", "items", "left_out", "duplicates", "skip_hours", "skip_days"]
        let times = [
            "last_answer", "last_failure", "not_before", "last_request", "last_read", "distrusted", "moved_since",
            "ended", "last_new", "first_article", "newest_article",
        ]
        let spans = ["fresh_for", "ttl", "update_period", "longest_silence"]
        let texts = ["failure_kind", "failure_message", "failure_hint", "pause", "answer", "moved_to"]
        return [
            "ALTER TABLE articles ADD COLUMN author TEXT",
            "ALTER TABLE articles ADD COLUMN untitled SMALLINT NOT NULL DEFAULT 0",
            dialect.textIndex("articles_by_link", on: "articles", column: "link"),
            "ALTER TABLE run_sources ADD COLUMN not_before BIGINT",
            "ALTER TABLE run_sources ADD COLUMN pause TEXT",
            "ALTER TABLE feeds ADD COLUMN source \(key) NOT NULL DEFAULT ''",
            "ALTER TABLE feeds ADD COLUMN left_out_reasons TEXT NOT NULL DEFAULT ''",
        ]
            + counts.map { "ALTER TABLE feeds ADD COLUMN \($0) INTEGER NOT NULL DEFAULT 0" }
            + (times + spans).map { "ALTER TABLE feeds ADD COLUMN \($0) BIGINT" }
            + texts.map { "ALTER TABLE feeds ADD COLUMN \($0) TEXT" }
    }
}
