import Domain
import GRDB
import OperatingSystem
import Synchronization

/// Compares SQLite's `data_version`, which changes with every commit of another connection
/// (https://sqlite.org/pragma.html#pragma_data_version).
final class SQLiteWatcher: ChangeWatcher {
    private let file: SQLiteFile
    private let connection: DatabaseQueue
    private let version: Mutex<Int64?>
    private let identity: FileIdentity?

    init(_ file: SQLiteFile) throws(ArchiveFailure) {
        var configuration = SQLiteFile.configuration
        configuration.readonly = true
        let path = file.path
        identity = FileIdentity(path)
        let connection = try file.translated { try DatabaseQueue(path: path, configuration: configuration) }
        version = Mutex(try file.translated { try Self.version(connection) })
        self.file = file
        self.connection = connection
    }

    func hasChanged() throws(ArchiveFailure) -> Bool {
        // Another file at the same path: this connection would never see it change.
        guard FileIdentity(file.path) == identity else { throw file.deleted }
        let now = try file.translated { try Self.version(connection) }
        return version.withLock { known in
            defer { known = now }
            return known != now
        }
    }

    private static func version(_ connection: DatabaseQueue) throws -> Int64? {
        try connection.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
    }
}
