import Domain
import GRDB
import GRDBSQLite

/// Inserts candles through SQLite's own functions: GRDB's arguments cost more than the insert itself.
struct SQLiteBulkInsert {
    /// Its parameters are minute, origin, open, high, low, close, volume and known.
    let statement: GRDB.Statement

    /// - Throws: `DatabaseError`
    func run(_ candles: [CandleNumbers], known: [Int]?, origin: Int64) throws {
        // A statement without arguments is one that GRDB has not checked: binding is up to us.
        let raw = statement.sqliteStatement
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        sqlite3_bind_int64(raw, 2, origin)
        for (index, candle) in candles.enumerated() {
            // Unbound, it is NULL.
            if let known { sqlite3_bind_int64(raw, 8, Int64(known[index])) }
            sqlite3_bind_int64(raw, 1, CandleTable.minute(of: candle.openTime))
            sqlite3_bind_double(raw, 3, candle.open)
            sqlite3_bind_double(raw, 4, candle.high)
            sqlite3_bind_double(raw, 5, candle.low)
            sqlite3_bind_double(raw, 6, candle.close)
            sqlite3_bind_double(raw, 7, candle.volume)
            let code = sqlite3_step(raw)
            guard code == SQLITE_DONE else {
                let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(raw)))
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
            }
            sqlite3_reset(raw)
        }
    }
}
