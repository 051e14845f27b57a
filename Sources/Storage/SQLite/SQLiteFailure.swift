import Domain
import FoundationEssentials
import GRDB
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SQLiteFile {
    /// Runs the body, and translates GRDB's errors.
    func translated<Value>(_ body: () throws -> Value) throws(ArchiveFailure) -> Value {
        do {
            return try body()
        } catch let failure as ArchiveFailure {
            throw failure
        } catch let error as DatabaseError {
            throw failure(error)
        } catch {
            throw failure(.statement, Phrase("failed", fr: "a échoué"), hint: .reportBug, "\(error)")
        }
    }

    /// - Parameter what: continues the sentence that begins with the file.
    func failure(_ kind: ArchiveFailure.Kind, _ what: Phrase, hint: Phrase, _ detail: String? = nil) -> ArchiveFailure {
        ArchiveFailure(kind, Phrase(verbatim: "\(place) ") + what, hint: hint, detail: detail)
    }

    /// The meaning of the result codes: https://sqlite.org/rescode.html
    func failure(_ error: DatabaseError) -> ArchiveFailure {
        let detail = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_BUSY where isTruncated:
            return damaged(detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            return locked(detail)
        case .SQLITE_FULL:
            return failure(
                .diskFull,
                Phrase("cannot grow: the disk is full", fr: "ne peut pas grandir\u{A0}: le disque est plein"),
                hint: Phrase(
                    "free some space: df -h \(folder.shellQuoted); no write is half done",
                    fr:
                        "libérez de l’espace\u{A0}: df -h \(folder.shellQuoted)\u{A0}; aucune écriture n’est restée à moitié "
                        + "faite"
                ),
                detail)
        case .SQLITE_NOMEM:
            return failure(
                .outOfMemory,
                Phrase("cannot be used: memory is exhausted", fr: "est inutilisable\u{A0}: la mémoire est épuisée"),
                hint: Phrase(
                    "see what uses it: systemctl status bitcoin-analyzer-*; raise MemoryMax= or add memory",
                    fr:
                        "cherchez ce qui l’utilise\u{A0}: systemctl status bitcoin-analyzer-*\u{A0}; augmentez "
                        + "MemoryMax= ou ajoutez de la mémoire"), detail)
        case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_DBMOVED:
            return deleted
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return notWritable(Phrase("cannot be written", fr: "ne peut pas être écrite"), detail)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return damaged(detail)
        case .SQLITE_CANTOPEN, .SQLITE_IOERR:
            if !FreeDescriptors.areLeft() { return .outOfDescriptors(place, detail) }
            if error.resultCode == .SQLITE_CANTOPEN { return cannotOpen(detail) }
            fallthrough
        case .SQLITE_NOLFS:
            return failure(
                .unreachable, Phrase("cannot be read or written", fr: "ne peut être ni lue ni écrite"),
                hint: Phrase(
                    "check the disk that DATABASE_URL points to: dmesg, df -h \(folder.shellQuoted)",
                    fr: "vérifiez le disque que désigne DATABASE_URL\u{A0}: dmesg, df -h \(folder.shellQuoted)"), detail
            )
        case .SQLITE_ERROR where Self.namesSchema(detail):
            return failure(
                .schemaDamaged, .lacksTable, hint: .restoreBackup, detail)
        default:
            return failure(
                .statement, Phrase("refused a statement", fr: "a refusé une requête"), hint: .reportBug, detail)
        }
    }

    /// A statement of ours names a table or column that is not there.
    private static func namesSchema(_ message: String) -> Bool {
        message.hasPrefix("no such table") || message.hasPrefix("no such column")
            || message.contains("has no column named")
    }

    private func damaged(_ detail: String) -> ArchiveFailure {
        failure(
            .corrupt,
            Phrase(
                "is damaged, or is not an SQLite database", fr: "est endommagée, ou n’est pas une base SQLite"),
            hint: Phrase(
                "check the path in DATABASE_URL; if it was this program's, restore a backup in its place",
                fr:
                    "vérifiez le chemin dans DATABASE_URL\u{A0}; si c’était la base de ce programme, restaurez "
                    + "une sauvegarde à sa place"
            ),
            detail)
    }

    /// Whether the file was truncated while it was in use. SQLite reports that as a lock: it cannot recover the
    /// write-ahead log while the other process has the file open. Asks stat(2): a file that is opened and closed here
    /// loses this process's locks
    /// (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    private var isTruncated: Bool { PartialFile.size(of: path) == 0 && PartialFile.size(of: path + "-shm") != nil }

    func notWritable(_ what: Phrase, _ detail: String) -> ArchiveFailure {
        guard Self.isOnReadOnlyFileSystem(folder) else { return failure(.readOnly, what, hint: writable, detail) }
        var failure = failure(
            .readOnly,
            what
                + Phrase(
                    ": its file system is mounted read-only",
                    fr: "\u{A0}: son système de fichiers est monté en lecture seule"),
            hint: Phrase(
                "the system does so after errors of a disk: read dmesg before you mount it read-write again",
                fr: "le système le fait après des erreurs du disque\u{A0}: lisez dmesg avant de le remonter en écriture"
            ),
            detail)
        failure.command = "sudo dmesg | tail -n 20; findmnt --target \(folder.shellQuoted)"
        return failure
    }

    /// statvfs(3): `ST_RDONLY`.
    private static func isOnReadOnlyFileSystem(_ folder: String) -> Bool {
        var status = statvfs()
        return statvfs(folder, &status) == 0 && status.f_flag & 1 != 0
    }

    private var writable: Phrase {
        Phrase(
            "let this user write the file named in DATABASE_URL and its folder: ls -ld \(folder.shellQuoted) \(path.shellQuoted)",
            fr:
                "autorisez cet utilisateur à écrire le fichier indiqué dans DATABASE_URL et son dossier\u{A0}: ls -ld "
                + "'\(folder)' '\(path)'"
        )
    }

    private func cannotOpen(_ detail: String) -> ArchiveFailure {
        if FileManager.default.fileExists(atPath: path) {
            notWritable(Phrase("cannot be opened", fr: "ne peut pas être ouverte"), detail)
        } else {
            failure(
                .notFound, Phrase("cannot be created in \(folder)", fr: "ne peut pas être créée dans \(folder)"),
                hint: Phrase(
                    "let this user write that folder (ls -ld \(folder.shellQuoted)), or change DATABASE_URL",
                    fr:
                        "autorisez cet utilisateur à écrire dans ce dossier (ls -ld \(folder.shellQuoted)) ou changez "
                        + "DATABASE_URL"
                ),
                detail)
        }
    }
}

extension ArchiveFailure {
    static func outOfDescriptors(_ place: String, _ detail: String) -> ArchiveFailure {
        ArchiveFailure(
            .outOfDescriptors,
            Phrase(
                "\(place) cannot be opened: this process may open no more files",
                fr: "\(place) ne peut pas être ouverte\u{A0}: ce processus ne peut plus ouvrir de fichier"),
            hint: Phrase(
                "see what it holds: sudo ls -l /proc/PID/fd; raise LimitNOFILE= of its unit (ulimit -n)",
                fr:
                    "cherchez ce qu’il tient ouvert\u{A0}: sudo ls -l /proc/PID/fd\u{A0}; augmentez LimitNOFILE= de son "
                    + "unité (ulimit -n)"), detail: detail)
    }
}

extension Phrase {
    /// The hint for a bug of this program.
    static let reportBug = Phrase("report this as a bug", fr: "signalez ce bogue")
    /// The sentence and the hint for tables or columns that were removed or changed: migrations do not make them
    /// again.
    static let lacksTable = Phrase(
        "lacks a table or a column, or has another one in its place",
        fr: "n’a pas toutes ses tables ou colonnes, ou en a d’autres à leur place")
    static let restoreBackup = Phrase(
        "it was changed by hand or by another program: restore the latest backup (bitcoin-analyzer restore BACKUP "
            + "--force); the next runs fill the missing hours",
        fr: "elle a été modifiée à la main ou par un autre programme\u{A0}: restaurez la dernière sauvegarde "
            + "(bitcoin-analyzer restore BACKUP --force)\u{A0}; les collectes suivantes complètent les heures manquantes"
    )
    /// The hint for missing tables.
    static let migrate = Phrase(
        "run bitcoin-analyzer migrate, or check DATABASE_URL",
        fr: "lancez bitcoin-analyzer migrate, ou vérifiez DATABASE_URL")
}
