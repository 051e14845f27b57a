import Domain

/// Looks for damage in an SQLite file within a few seconds, whatever its size: a health check may not take longer, and
/// a backup reads everything.
struct SQLiteDamage {
    /// What SQLite found, at most a few lines; empty for none.
    private(set) var lines: [String] = []
    /// The tables of which only the newest rows were read, or none.
    private(set) var partlyRead: [String] = []

    /// A file up to this size is read completely: one to two seconds, when it has to come from a disk.
    static let completeSize: Int64 = 512 << 20
    /// The rows of candles that are read of a larger one: about 60 megabytes.
    static let newestRows: Int64 = 1_000_000
    /// For all tables of a larger file.
    static let timeLimit: Duration = .seconds(3)

    /// - Parameters:
    ///   - completeSize: in bytes.
    ///   - newestRows: of each table of candles.
    ///   - timeLimit: after which no further table is begun, and the one that is being read is given up.
    init(
        _ database: any SQLConnection, _ catalog: SchemaCatalog, completeSize: Int64 = Self.completeSize,
        newestRows: Int64 = Self.newestRows, timeLimit: Duration = Self.timeLimit
    ) throws(ArchiveFailure) {
        let pages = try database.rows("PRAGMA page_count").first?.integer(0) ?? 0
        let pageSize = try database.rows("PRAGMA page_size").first?.integer(0) ?? 4096
        guard pages * pageSize > completeSize else {
            // https://sqlite.org/pragma.html#pragma_quick_check
            lines = try Self.check("5", database)
            return
        }
        let deadline = ContinuousClock.now + timeLimit
        // The texts of years may be large: they come last.
        for table in catalog.tables.sorted(by: { $1.name == "articles" && $0.name != "articles" }) {
            let check = { () throws(ArchiveFailure) -> (lines: [String], isWhole: Bool) in
                guard let candles = CandleTable(named: table.name), try Self.isLarge(candles, newestRows, database)
                else { return (try Self.check("'\(table.name)'", database), true) }
                return (try Self.readNewest(candles, newestRows, database), false)
            }
            guard ContinuousClock.now < deadline, let found = try Self.limited(database, until: deadline, check) else {
                partlyRead.append(table.name)
                continue
            }
            lines += found.lines
            if !found.isWhole { partlyRead.append(table.name) }
        }
        lines = Array(lines.prefix(5))
    }

    private static func limited<Value>(
        _ database: any SQLConnection, until deadline: ContinuousClock.Instant,
        _ body: () throws(ArchiveFailure) -> Value
    ) throws(ArchiveFailure) -> Value? {
        guard let database = database as? SQLiteConnection else { return try body() }
        return try database.limited(until: deadline, body)
    }

    /// What `quick_check` of a table, or of all up to a number of lines, finds; empty for none.
    static func check(_ argument: String, _ database: any SQLConnection) throws(ArchiveFailure) -> [String] {
        var lines: [String] = []
        for row in try database.rows("PRAGMA quick_check(\(argument))") { lines.append(try row.text(0)) }
        return lines == ["ok"] ? [] : lines
    }

    /// By the time from the first to the last row, as counting would read them all.
    private static func isLarge(_ table: CandleTable, _ newestRows: Int64, _ database: any SQLConnection)
        throws(ArchiveFailure) -> Bool
    {
        guard let extent = try table.extent(in: database) else { return false }
        return (extent.upperBound - extent.lowerBound) / table.span > newestRows
    }

    private static func readNewest(_ table: CandleTable, _ newestRows: Int64, _ database: any SQLConnection)
        throws(ArchiveFailure) -> [String]
    {
        let rows = try database.rows(
            """
            SELECT COUNT(*) FROM (SELECT * FROM \(table.name) ORDER BY minute DESC LIMIT \(newestRows)) AS c
            WHERE NOT (low > 0 AND low <= open AND low <= close AND high >= open AND high >= close AND volume >= 0)
            """)
        let bad = try rows.first?.count(0) ?? 0
        return bad == 0 ? [] : ["\(bad) of the newest rows in \(table.name) hold impossible numbers"]
    }
}
