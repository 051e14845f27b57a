package import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The reason that a backup file, or a program that makes it, cannot be used. Failures of the database itself are
/// ``ArchiveFailure``s.
package struct BackupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, which decides the exit code.
    package enum Kind: String, Sendable {
        /// The file does not exist, or is not a valid backup.
        case unusable
        /// The file cannot be written where it was wanted.
        case unwritable
        /// Permission denied.
        case forbidden
        /// The file exists, and may not be replaced.
        case exists
        /// Another process writes the file, or uses the database.
        case locked
        case diskFull
        /// It has no checksums, and their absence was not accepted.
        case unverified
        /// A required program is missing, or too old.
        case toolMissing
    }

    /// The kind of failure.
    package let kind: Kind
    /// What happened, naming the file.
    package let message: Phrase
    /// What to do.
    package let hint: Phrase
    /// The raw line of the operating system or of the program: evidence, never part of a sentence.
    package let detail: String?

    /// - Parameters:
    ///   - message: the beginning of a sentence, naming the file.
    ///   - detail: a raw line, without secrets.
    package init(_ kind: Kind, _ message: Phrase, hint: Phrase, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    /// English, for logs and tests.
    package var description: String {
        "\(message.english)\(detail.map { " (\($0))" } ?? ""); \(hint.english)"
    }
}

extension BackupFailure {
    /// The same, for work on a database.
    var asArchiveFailure: ArchiveFailure {
        ArchiveFailure(kind == .diskFull ? .diskFull : .readOnly, message, hint: hint, detail: detail)
    }

    /// The failed file operation.
    enum Operation {
        case read, write, rename

        fileprivate func phrase(_ path: String) -> Phrase {
            switch self {
            case .read: Phrase("\(path) cannot be read", fr: "\(path) ne peut pas être lu")
            case .write: Phrase("\(path) cannot be written", fr: "\(path) ne peut pas être écrit")
            case .rename: Phrase("\(path) cannot be renamed", fr: "\(path) ne peut pas être renommé")
            }
        }
    }

    static func isFolder(_ path: String) -> BackupFailure { file(path, .write, code: EISDIR) }

    /// The folder of temporary files, which is chosen by a variable.
    static func temporary(_ folder: String, code: Int32) -> BackupFailure {
        let failure = file(folder + "/bitcoin-analyzer", .write, code: code)
        return BackupFailure(
            failure.kind, TemporaryFolder.message(folder, code: code), hint: TemporaryFolder.hint(folder),
            detail: failure.detail)
    }

    static func file(_ path: String, _ operation: Operation, code: Int32) -> BackupFailure {
        let message = operation.phrase(path)
        let detail = String(cString: strerror(code))
        let folder = folderAndName(of: path).folder
        let kind: Kind = if case .read = operation { .unusable } else { .unwritable }
        switch code {
        case ENOSPC, EDQUOT:
            return BackupFailure(
                .diskFull, message + Phrase(": the disk is full", fr: "\u{A0}: le disque est plein"),
                hint: Phrase(
                    "free some space (df -h \(folder.shellQuoted)), or name another folder; nothing was changed",
                    fr:
                        "libérez de l’espace (df -h \(folder.shellQuoted)) ou indiquez un autre dossier\u{A0}; rien n’a été "
                        + "modifié"
                ),
                detail: detail)
        case EACCES, EPERM, EROFS:
            return BackupFailure(
                .forbidden, message + Phrase(": permission denied", fr: "\u{A0}: accès refusé"),
                hint: Phrase(
                    "let this user write the folder (ls -ld \(folder.shellQuoted)), or name another one",
                    fr:
                        "autorisez cet utilisateur à écrire dans le dossier (ls -ld \(folder.shellQuoted)) ou indiquez-en un "
                        + "autre"
                ),
                detail: detail)
        case ENOENT, ENOTDIR:
            return BackupFailure(
                kind, message + Phrase(": it does not exist", fr: "\u{A0}: il n’existe pas"),
                hint: Phrase(
                    "check the path; the folder must exist: ls -ld \(folder.shellQuoted)",
                    fr: "vérifiez le chemin\u{A0}; le dossier doit exister\u{A0}: ls -ld \(folder.shellQuoted)"),
                detail: detail)
        case EISDIR, ELOOP:
            return BackupFailure(
                kind, message + Phrase(": it is not a file", fr: "\u{A0}: ce n’est pas un fichier"),
                hint: Phrase(
                    "name a file, not a folder or a link",
                    fr: "indiquez un fichier, pas un dossier ni un lien"), detail: detail)
        default:
            return BackupFailure(
                kind, message,
                hint: Phrase(
                    "check the disk: dmesg, df -h \(folder.shellQuoted)",
                    fr: "vérifiez le disque\u{A0}: dmesg, df -h \(folder.shellQuoted)"
                ),
                detail: detail)
        }
    }
}
