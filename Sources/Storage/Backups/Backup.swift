package import Domain
package import OperatingSystem

/// A copy of the rows of a database in one file, made from one snapshot while it is in use, and read back and compared
/// before it gets its name.
package struct Backup: Sendable {
    let url: DatabaseURL

    package init(of url: DatabaseURL) { self.url = url }

    /// The result of a backup.
    package struct Report: Hashable, Sendable, Encodable {
        /// The URL of the database, without the password.
        package let database: String
        /// The path of the backup.
        package let file: String
        /// The size of the file.
        package let bytes: Int
        /// The schema version of the database.
        package let schema: Int
        /// The tables and their row counts.
        package let tables: [TableCount]
        /// The open time of the newest candle; `nil` without candles.
        package let newestCandle: Timestamp?
        /// How the backup was verified.
        package let verified: Verification

        enum CodingKeys: String, CodingKey {
            case database, file, bytes, schema, tables, newestCandle = "newest_candle", verified
        }
    }

    /// The verification of a backup, as printed in the report.
    package enum Verification: String, Sendable, Encodable {
        /// `PRAGMA integrity_check` has read every page of the database.
        case sqlite = "integrity_check of the database, and every row read back from the backup and compared"
        case postgres = "every row read back from the backup and compared"
    }

    /// Writes the backup to `path`, readable and writable by its owner only.
    /// - Parameters:
    ///   - replacing: whether an existing file may be replaced.
    ///   - rights: those with which the database is used, where root writes the file; see ``UserRights``.
    ///   - progress: called with the completed share, 0 to 1.
    /// - Throws: ``ArchiveFailure``, `stopped` when cancelled, ``BackupFailure``; an existing file at `path` is then unchanged.
    package func write(
        to path: String, replacing: Bool, rights: UserRights? = nil, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> Report {
        guard !isFolder(path) else { throw BackupFailure.isFolder(path) }
        guard replacing || PartialFile.size(of: path) == nil else {
            throw BackupFailure(
                .exists, Phrase("\(path) already exists", fr: "\(path) existe déjà"),
                hint: Phrase(
                    "name another file, or give --force to replace it",
                    fr: "indiquez un autre fichier, ou donnez --force pour le remplacer"))
        }
        return try await Cancellation.observed(
            Phrase(
                "the backup was stopped before its end; \(path) was not written",
                fr: "la sauvegarde a été arrêtée avant la fin\u{A0}; \(path) n’a pas été écrit")
        ) { try await write(to: path, rights, $0, progress) }
    }

    private func write(
        to path: String, _ rights: UserRights?, _ cancellation: Cancellation,
        _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> Report {
        let partial = try PartialFile(for: path)
        do {
            let (schema, written) =
                if let rights {
                    try await rights.borrow { try await writeRows(to: partial, cancellation, progress) }
                } else {
                    try await writeRows(to: partial, cancellation, progress)
                }
            let read = try await BlockingWork.alone {
                try BackupFile(partial.descriptor, path: partial.path).content(cancellation)
            }
            try requireSame(written, as: read)
            let bytes = PartialFile.size(of: partial.path) ?? 0
            try await BlockingWork.alone { try partial.keep() }
            return Report(
                database: url.description, file: path, bytes: bytes, schema: schema, tables: written.counts,
                newestCandle: written.newestCandle, verified: url.file == nil ? .postgres : .sqlite)
        } catch {
            partial.discard()
            throw error
        }
    }

    private func writeRows(
        to file: PartialFile, _ cancellation: Cancellation, _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> (Int, BackupContent) {
        let engine: any SQLEngine =
            switch url.place {
            case .sqlite(let file): try await SQLiteEngine.open(url, path: file, create: false)
            case .postgres(let address): try await PostgresEngine.open(address)
            }
        do {
            let schema = try await Migrator(engine).requireKnown()
            let place = "\(url)"
            let writer = BackupWriter(
                file: file, schema: schema, catalog: try SchemaCatalog(version: schema), place: place)
            let written = try await engine.snapshot { database throws(ArchiveFailure) in
                if database.dialect == .sqlite { try Self.requireIntact(database, place, cancellation) }
                return Result { try writer.write(database, cancellation, progress: progress) }
            }
            await engine.close()
            return (schema, try written.get())
        } catch {
            await engine.close()
            throw error
        }
    }

    /// A row is read by one of two paths, the table or an index; both have to be intact.
    private static func requireIntact(
        _ database: any SQLConnection, _ place: String, _ cancellation: Cancellation
    ) throws(ArchiveFailure) {
        let found = try database.interrupted(by: cancellation) { () throws(ArchiveFailure) in
            try database.rows("PRAGMA integrity_check(3)")
        }
        guard found.count == 1, try found.first?.text(0) == "ok" else {
            throw ArchiveFailure(
                .corrupt, Phrase("\(place) is damaged", fr: "\(place) est endommagée"),
                hint: Phrase(
                    "restore an earlier backup in its place", fr: "restaurez une sauvegarde antérieure à sa place"),
                detail: found.compactMap { try? $0.text(0) }.joined(separator: "; "))
        }
    }

    private func requireSame(_ written: BackupContent, as read: BackupContent) throws(BackupFailure) {
        guard written == read else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "the backup does not hold what was in \(url): it was read back with other rows",
                    fr: "la sauvegarde ne contient pas ce qui était dans \(url)\u{A0}: elle a été relue avec d’autres "
                        + "lignes"),
                hint: Phrase(
                    "check the disk, and run the backup again",
                    fr: "vérifiez le disque, et relancez la sauvegarde"))
        }
    }
}

extension Migrator {
    /// The schema version, which may be older than this program: a backup is most useful before an upgrade.
    /// - Throws: `notMigrated`, `newer`
    @discardableResult
    func requireKnown() async throws(ArchiveFailure) -> Int {
        let schema = try await version()
        guard schema > 0 else { throw .notMigrated(engine.place, schema: 0, known: Migration.newest) }
        guard schema <= Migration.newest else { throw .newer(engine.place, schema: schema, known: Migration.newest) }
        return schema
    }
}
