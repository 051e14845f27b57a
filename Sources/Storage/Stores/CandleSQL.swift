/// The statements that decide which observation of a candle is kept: in the database, so that the rule also holds for
/// concurrent writers.
enum CandleSQL {
    static func insertWhereAbsent(_ batch: RowBatch, from rows: String) -> String {
        let fields = batch.columns.map { "\(batch.name).\($0.name)" }.joined(separator: ", ")
        // "WHERE true" keeps SQLite from reading ON as the beginning of a join (https://sqlite.org/lang_upsert.html,
        // 2.2).
        return """
            INSERT INTO candles (\(batch.columnNames)) SELECT \(fields) FROM \(rows) WHERE true
            ON CONFLICT (interval, open_time) DO NOTHING
            """
    }

    /// - An open candle is replaced by a later observation, and so by the closed one, which is always later.
    /// - A closed one is replaced only by a later correction from its own source; equal numbers change nothing.
    ///
    /// "Later" is a total order, so that the outcome does not depend on the order of arrival: of two observations in
    /// the same millisecond, the one with more volume is later, and remaining ties are broken by the numbers
    /// themselves.
    static func updateWhereBetter(_ batch: RowBatch, from rows: String) -> String {
        let changed = batch.columns.map(\.name).filter { $0 != "interval" && $0 != "open_time" }
        return """
            UPDATE candles SET \(changed.map { "\($0) = sighting.\($0)" }.joined(separator: ", ")) FROM \(rows)
            WHERE candles.interval = sighting.interval AND candles.open_time = sighting.open_time
            AND \(tuple(of: "sighting", age)) > \(tuple(of: "candles", age))
            AND (candles.closed = 0 OR (sighting.closed = 1 AND sighting.source = candles.source
                AND \(tuple(of: "sighting", numbers)) <> \(tuple(of: "candles", numbers))))
            """
    }

    private static let age = ["seen_at", "volume", "close", "high", "low", "open", "quote", "source"]
    private static let numbers = ["open", "high", "low", "close", "volume", "quote"]

    private static func tuple(of table: String, _ columns: [String]) -> String {
        "(" + columns.map { "\(table).\($0)" }.joined(separator: ", ") + ")"
    }
}
