import Domain
import GRDB
import GRDBSQLite

/// Runs prepared statements through SQLite's own functions: GRDB's arguments and rows cost more than most statements.
enum SQLiteExecution {
    /// - Parameters:
    ///   - statement: with unnamed parameters. It changes no schema, which GRDB would have to know.
    ///   - row: called with the values of each row.
    /// - Throws: `DatabaseError`
    static func run(
        _ statement: GRDB.Statement, _ parameters: [SQLValue], _ row: ([SQLValue]) -> Void = { _ in }
    ) throws {
        let raw = statement.sqliteStatement
        sqlite3_reset(raw)
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        let wanted = sqlite3_bind_parameter_count(raw)
        guard wanted == Int32(parameters.count) else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "\(parameters.count) of \(wanted) parameters")
        }
        for (index, parameter) in parameters.enumerated() {
            let code = bind(parameter, at: Int32(index + 1), of: raw)
            guard code == SQLITE_OK else { throw failure(code, raw) }
        }
        let columns = 0..<sqlite3_column_count(raw)
        while true {
            switch sqlite3_step(raw) {
            case SQLITE_ROW: row(columns.map { value(of: raw, $0) })
            case SQLITE_DONE: return
            case let code: throw failure(code, raw)
            }
        }
    }

    private static func bind(_ parameter: SQLValue, at index: Int32, of raw: OpaquePointer) -> Int32 {
        switch parameter {
        case .null: return sqlite3_bind_null(raw, index)
        case .integer(let value): return sqlite3_bind_int64(raw, index, value)
        case .real(let value): return sqlite3_bind_double(raw, index, value)
        case .text(let value):
            var text = SQLValue.cleaned(value)
            // SQLITE_TRANSIENT: it makes a copy. So Swift need not make one too, with a zero at its end.
            let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // Without an address it would be NULL.
                    guard let start = characters.baseAddress else {
                        return sqlite3_bind_text(raw, index, "", 0, copied)
                    }
                    return sqlite3_bind_text(raw, index, start, Int32(clamping: characters.count), copied)
                }
            }
        }
    }

    private static func value(of raw: OpaquePointer, _ column: Int32) -> SQLValue {
        switch sqlite3_column_type(raw, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(raw, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(raw, column))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(raw, column) else { return .null }
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(raw, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        // Our schema has no blobs; as null, it fails where text is expected.
        default: return .null
        }
    }

    private static func failure(_ code: Int32, _ raw: OpaquePointer) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))))
    }
}
