/// Everything in which the SQL of the two engines differs.
enum SQLDialect: Sendable {
    case sqlite, postgres

    /// The type of text that is compared and ordered byte by byte, on any server in any country.
    var keyText: String {
        switch self {
        case .sqlite: "TEXT"
        case .postgres: "TEXT COLLATE \"C\""
        }
    }

    /// Ends a `CREATE TABLE` whose rows are to lie in the order of their primary key, where the engine can do that.
    var clustered: String {
        switch self {
        case .sqlite: " WITHOUT ROWID"
        case .postgres: ""
        }
    }

    /// Makes those who change the schema wait for each other until the end of the transaction; SQLite's transactions do
    /// so by themselves. The number is that of "btcanlyz" in bytes, so that it is nobody else's.
    var migrationLock: String? {
        switch self {
        case .sqlite: nil
        case .postgres: "SELECT pg_advisory_xact_lock(7094404583130954106)"
        }
    }

    /// Whether a column contains the text of a parameter, the case of ASCII letters ignored; the parameter has to be in
    /// lower case. A search for a substring, not a pattern: nothing in the text has a meaning of its own.
    func contains(_ column: String) -> String {
        switch self {
        case .sqlite: "instr(lower(\(column)), ?) > 0"
        case .postgres: "strpos(lower(\(column) COLLATE \"C\"), ?) > 0"
        }
    }

    /// What stands for a batch's rows in a `FROM`: a table of arrays, or a single row of parameters where each row goes
    /// in its turn.
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
