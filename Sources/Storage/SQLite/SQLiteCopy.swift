import Domain
import GRDB

/// Copies a complete SQLite database to one file while it is in use, and verifies the copy
/// (https://sqlite.org/backup.html).
enum SQLiteCopy {
    /// Pages of 4 KiB copied between progress reports.
    private static let pagesPerStep: CInt = 1024

    /// Copies every page to the file at `path`. The reader holds one snapshot, so later commits are not included.
    static func copy(
        _ source: any DatabaseReader, _ file: SQLiteFile, to path: String,
        progress: @escaping @Sendable (Double) -> Void
    ) throws(ArchiveFailure) {
        let copy = SQLiteFile(path: path, place: path)
        // A failure here concerns the copy and names its path; the source was opened before.
        try copy.translated {
            let target = try DatabaseQueue(path: path, configuration: SQLiteFile.configuration)
            try source.backup(to: target, pagesPerStep: pagesPerStep) { step in
                progress(step.totalPageCount == 0 ? 1 : Double(step.completedPageCount) / Double(step.totalPageCount))
            }
            try target.close()
        }
    }

    /// Copies the database in one file into another.
    static func copyFile(_ source: String, to path: String) throws(ArchiveFailure) {
        let file = SQLiteFile(path: source, place: source)
        var configuration = SQLiteFile.configuration
        configuration.readonly = true
        let queue = try file.translated { try DatabaseQueue(path: source, configuration: configuration) }
        try copy(queue, file, to: path) { _ in }
    }

    /// The verified contents of a file.
    struct Content: Sendable {
        let schema: Int
        let counts: [TableCount]
        let newestCandle: Timestamp?
    }

    /// Verifies every page of the file at `path`.
    /// - Throws: ``ArchiveFailure``: `corrupt` when a page, an index or a row is damaged, `newer`; ``BackupFailure``
    ///   when it has no tables of this program.
    static func check(_ path: String) throws -> Content {
        let content = try reading(path) { database throws(ArchiveFailure) -> Content? in
            let found = try database.rows("PRAGMA integrity_check(3)")
            guard found.count == 1, try found.first?.text(0) == "ok" else {
                throw ArchiveFailure(
                    .corrupt, Phrase("\(path) is damaged", fr: "\(path) est endommagé"), hint: .useAnotherBackup,
                    detail: found.compactMap { try? $0.text(0) }.joined(separator: "; "))
            }
            let tables = try database.rows(
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?", [.text(SchemaCatalog.versions)])
            let schema = try tables.first?.count(0) == 1 ? try Migrator.version(in: database) : 0
            guard schema > 0 else { return nil }
            guard schema <= Migration.newest else { throw .newer(path, schema: schema, known: Migration.newest) }
            let catalog = try SchemaCatalog(version: schema)
            let newest = try database.rows("SELECT MAX(open_time) FROM candles").first?.timeIfAny(0)
            return Content(schema: schema, counts: try database.counts(catalog.copied), newestCandle: newest)
        }
        guard let content else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path) is an SQLite database of another program: it has no tables of this one",
                    fr: "\(path) est la base SQLite d’un autre programme\u{A0}: elle n’a pas les tables de celui-ci"),
                hint: .nameBackup)
        }
        return content
    }

    /// Removes the leases, which concern the original only, and leaves WAL mode, so that the copy is a single file that
    /// can be read from a read-only directory.
    static func finalize(_ path: String) throws(ArchiveFailure) {
        let file = SQLiteFile(path: path, place: path)
        try file.translated {
            let queue = try DatabaseQueue(path: path, configuration: SQLiteFile.configuration)
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "DELETE FROM leases")
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
        }
    }

    static func reading<Value>(_ path: String, _ body: (any SQLConnection) throws(ArchiveFailure) -> Value)
        throws(ArchiveFailure) -> Value
    {
        let file = SQLiteFile(path: path, place: path)
        return try file.translated {
            var configuration = SQLiteFile.configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { try body(SQLiteConnection(database: $0, file: file)) }
        }
    }
}

extension Phrase {
    static let useAnotherBackup = Phrase("use another backup", fr: "utilisez une autre sauvegarde")
    static let nameBackup = Phrase(
        "name a file that bitcoin-analyzer backup has written",
        fr: "indiquez un fichier écrit par bitcoin-analyzer backup")
}
