package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file of a backup, or a program that makes it, cannot be used. What the database itself refuses is an
/// ``ArchiveFailure``.
package struct BackupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The file is not there, or is not what it should be.
        case unusable
        /// The file may not be read or written.
        case forbidden
        /// There is a file of that name, and replacing it has not been allowed.
        case exists
        /// Another process writes the file, or has the database open.
        case locked
        case diskFull
        /// A program that is needed is not installed, or too old.
        case toolMissing
        /// Cancelled before its end.
        case stopped
    }

    package let kind: Kind
    /// What happened, naming the file.
    package let message: Phrase
    /// What to do.
    package let hint: Phrase
    /// The line of the operating system or of the program: evidence, never part of a sentence.
    package let detail: String?

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    package var description: String {
        "\(message.english)\(detail.map { " (\($0))" } ?? ""); \(hint.english)"
    }
}

extension BackupFailure {
    /// What happened to a file, as the operating system's error number says.
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

    static func file(_ path: String, _ operation: Operation, code: Int32) -> BackupFailure {
        let message = operation.phrase(path)
        let detail = String(cString: strerror(code))
        let folder = folder(of: path)
        switch code {
        case ENOSPC, EDQUOT:
            return BackupFailure(
                .diskFull, message + Phrase(": the disk is full", fr: "\u{A0}: le disque est plein"),
                hint: Phrase(
                    "free some space (df -h '\(folder)'), or name another folder; nothing was changed",
                    fr:
                        "libérez de l’espace (df -h '\(folder)') ou indiquez un autre dossier\u{202F}; rien n’a été "
                        + "modifié"
                ),
                detail: detail)
        case EACCES, EPERM, EROFS:
            return BackupFailure(
                .forbidden, message + Phrase(": permission denied", fr: "\u{A0}: accès refusé"),
                hint: Phrase(
                    "let this user write the folder (ls -ld '\(folder)'), or name another one",
                    fr:
                        "autorisez cet utilisateur à écrire dans le dossier (ls -ld '\(folder)') ou indiquez-en un "
                        + "autre"
                ),
                detail: detail)
        case ENOENT, ENOTDIR:
            return BackupFailure(
                .unusable, message + Phrase(": it does not exist", fr: "\u{A0}: il n’existe pas"),
                hint: Phrase(
                    "check the path; the folder must exist: ls -ld '\(folder)'",
                    fr: "vérifiez le chemin\u{202F}; le dossier doit exister\u{A0}: ls -ld '\(folder)'"),
                detail: detail)
        case EISDIR, ELOOP:
            return BackupFailure(
                .unusable, message + Phrase(": it is not a file", fr: "\u{A0}: ce n’est pas un fichier"),
                hint: Phrase(
                    "name a file, not a folder or a link",
                    fr: "indiquez un fichier, pas un dossier ni un lien"), detail: detail)
        default:
            return BackupFailure(
                .unusable, message,
                hint: Phrase(
                    "check the disk: dmesg, df -h '\(folder)'", fr: "vérifiez le disque\u{A0}: dmesg, df -h '\(folder)'"
                ),
                detail: detail)
        }
    }

    static func folder(of path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return end == path.startIndex ? "/" : String(path[..<end])
    }
}
