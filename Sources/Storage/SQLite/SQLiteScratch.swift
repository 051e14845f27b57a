import Domain
import GRDB

/// A temporary database in memory.
enum SQLiteScratch {
    static func withDatabase<Value>(_ body: (any SQLConnection) throws(ArchiveFailure) -> Value) throws(ArchiveFailure)
        -> Value
    {
        let file = SQLiteFile(path: ":memory:", place: "a database in memory")
        return try file.translated {
            try DatabaseQueue().writeWithoutTransaction { try body(SQLiteConnection(database: $0, file: file)) }
        }
    }
}
