import Domain
import GRDB

/// A whole SQLite database in one file of its own, made while others write, and read back
/// (https://sqlite.org/backup.html).
enum SQLiteCopy {
    /// Pages of four kilobytes that are copied before progress is told.
    private static let pagesPerStep: CInt = 1024

    /// Copies every page into the file at `path`. The reader holds one snapshot for all of it, so what is committed
    /// meanwhile is not in it.
    static func copy(
        _ source: any DatabaseReader, _ file: SQLiteFile, to path: String,
        progress: @escaping @Sendable (Double) -> Void
    ) throws(ArchiveFailure) {
        let copy = SQLiteFile(path: path, place: path)
        // Failures while writing are the copy's, and tell its path; those of opening the source have been told before.
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

    /// What a check of the whole file found in it.
    struct Content: Sendable {
        let schema: Int
        let counts: [TableCount]
        let newestCandle: Timestamp?
    }

    /// Reads every page of the file at `path`.
    /// - Throws: ``ArchiveFailure``: `corrupt` when a page, an index or a row is damaged, `newer`; ``BackupFailure``
    ///   when it is not ours.
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

    /// Takes out who was at work when the copy was made, for in the copy nobody is, and leaves one file, without a log
    /// beside it, that can be read from a folder that cannot be written.
    static func settle(_ path: String) throws(ArchiveFailure) {
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
