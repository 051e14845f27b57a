import Domain

/// The origins of candles within one transaction: makes rows of `origins`, `sources` and `quotes` as they are needed.
///
/// An open candle has an origin of its own, which is deleted when the candle is replaced: a schedule of one minute
/// would otherwise leave half a million origins a year.
struct CandleOrigins {
    private let database: any SQLConnection
    private var next: Int64
    private var made: [Key: Int64] = [:]
    private var names: [String: [String: Int64]] = [:]

    private struct Key: Hashable {
        let provenance: CandleProvenance
        /// The interval and open time of an open candle.
        let open: String?
    }

    /// - Parameter database: under the lock of the writers of candles.
    init(_ database: any SQLConnection) throws(ArchiveFailure) {
        self.database = database
        next = try database.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM origins").first?.integer(0) ?? 1
    }

    /// The origin of a candle, made on first use.
    mutating func origin(of archived: ArchivedCandle) throws(ArchiveFailure) -> Int64 {
        let open = archived.isClosed ? nil : "\(archived.candle.interval.rawValue) \(archived.candle.openTime)"
        return try origin(
            CandleProvenance(
                source: archived.source, quote: archived.candle.quote, run: archived.run, seenAt: archived.seenAt),
            open: open)
    }

    mutating func origin(_ provenance: CandleProvenance, open: String? = nil) throws(ArchiveFailure) -> Int64 {
        let key = Key(provenance: provenance, open: open)
        if let id = made[key] { return id }
        let id = next
        next += 1
        let source = try entry(of: provenance.source.rawValue, in: "sources")
        let quote = try entry(of: provenance.quote.rawValue, in: "quotes")
        try database.execute(
            "INSERT INTO origins (id, source, quote, run_id, seen_at) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(id), .integer(source), .integer(quote), .text(provenance.run.rawValue),
                .time(provenance.seenAt),
            ])
        made[key] = id
        return id
    }

    /// Forgets the origin of an open candle that was replaced.
    mutating func delete(_ origin: Int64) throws(ArchiveFailure) {
        made = made.filter { $0.value != origin }
        try database.execute("DELETE FROM origins WHERE id = ?", [.integer(origin)])
    }

    private mutating func entry(of name: String, in table: String) throws(ArchiveFailure) -> Int64 {
        if let known = names[table]?[name] { return known }
        let name = SQLValue.cleaned(name)
        let found = try database.rows("SELECT id FROM \(table) WHERE name = ?", [.text(name)]).first?.integer(0)
        let id: Int64
        if let found {
            id = found
        } else {
            id = try database.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM \(table)").first?.integer(0) ?? 1
            try database.execute("INSERT INTO \(table) (id, name) VALUES (?, ?)", [.integer(id), .text(name)])
        }
        names[table, default: [:]][name] = id
        return id
    }
}
