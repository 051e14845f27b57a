import Domain

/// The differences between the SQL of the two engines.
enum SQLDialect: Sendable {
    case sqlite, postgres

    /// The type of text compared byte by byte, independent of the locale of the server.
    var keyText: String {
        switch self {
        case .sqlite: "TEXT"
        case .postgres: "TEXT COLLATE \"C\""
        }
    }

    /// The end of a `CREATE TABLE` that stores rows in the order of their primary key, where supported.
    var clustered: String {
        switch self {
        case .sqlite: " WITHOUT ROWID"
        case .postgres: ""
        }
    }

    /// An index for the rows with a given text of any length; PostgreSQL's B-trees hold at most some 2,700 bytes.
    func textIndex(_ name: String, on table: String, column: String) -> String {
        switch self {
        case .sqlite: "CREATE INDEX \(name) ON \(table) (\(column))"
        case .postgres: "CREATE INDEX \(name) ON \(table) USING hash (\(column))"
        }
    }

    /// "btcanlyz" and "btccndls" in ASCII, so that they do not collide with other programs.
    static let migrationLockKey: Int64 = 7_094_404_583_130_954_106
    static let candleLockKey: Int64 = 7_094_404_591_720_361_075

    /// Serialises schema changes until the end of the transaction; in SQLite, transactions do so already.
    var migrationLock: String? {
        switch self {
        case .sqlite: nil
        case .postgres: "SELECT pg_advisory_xact_lock(\(Self.migrationLockKey))"
        }
    }

    /// Serialises the writers of candles, who read before they write. Not a lock of a table, which would stop a
    /// check of the tables too.
    var candleLock: String? {
        switch self {
        case .sqlite: nil
        case .postgres: "SELECT pg_advisory_xact_lock(\(Self.candleLockKey))"
        }
    }

    /// The names of the tables that a new table would stand beside, without those of extensions such as PostGIS.
    var tables: String {
        switch self {
        case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        case .postgres:
            """
            SELECT made.relname FROM pg_catalog.pg_class AS made
            JOIN pg_catalog.pg_namespace AS place ON place.oid = made.relnamespace
            WHERE place.nspname = current_schema() AND made.relkind IN ('r', 'p') AND NOT EXISTS (
                SELECT 1 FROM pg_catalog.pg_depend AS part WHERE part.objid = made.oid AND part.deptype = 'e')
            """
        }
    }

    /// Whether a column contains a parameter, which is ``Swift/String/folded``: ignoring case and accents. A substring,
    /// not a pattern: no character is special. The function of SQLite is ours; PostgreSQL, whose locale may know the
    /// letters of ASCII only, replaces the letters of English and French itself.
    func contains(_ column: String) -> String {
        switch self {
        case .sqlite: "instr(folded(\(column)), ?) > 0"
        case .postgres:
            "strpos(translate(lower(\(column)), '\(FoldedLetters.accented)', "
                + "'\(FoldedLetters.plain.replacing("'", with: "''"))'), ?) > 0"
        }
    }

    /// The SQL for the rows of a batch in a `FROM`: a table of arrays, or a single row of parameters where rows are
    /// written one by one.
    func table(of batch: RowBatch) -> String {
        switch self {
        case .sqlite:
            let fields = batch.columns.map { "? AS \($0.name)" }
            return "(SELECT \(fields.joined(separator: ", "))) AS \(batch.name)"
        case .postgres:
            let arrays = batch.columns.map { column in
                switch column.kind {
                case .integer: "?::bigint[]"
                case .real: "?::double precision[]"
                case .text: "?::text[]"
                }
            }
            return "unnest(\(arrays.joined(separator: ", "))) AS \(batch.name)(\(batch.columnNames))"
        }
    }
}
