import Domain

/// The format of a file, detected by its first bytes and not by its name.
enum BackupFormat: Sendable {
    /// ``BackupLayout``
    case rows
    /// A database file, as earlier versions wrote it (https://www.sqlite.org/fileformat.html#the_database_header).
    case sqlite
    /// `pg_dump --format=custom`, likewise.
    case postgres

    /// - Throws: ``BackupFailure`` of kind `unusable` when it cannot be read, or has none of these formats.
    init(of input: BackupInput) throws(BackupFailure) {
        let head = input.head
        if head.starts(with: BackupLayout.family.utf8) {
            self = .rows
        } else if head.starts(with: "SQLite format 3\0".utf8) {
            self = .sqlite
        } else if head.starts(with: "PGDMP".utf8) {
            self = .postgres
        } else {
            let what =
                head.isEmpty
                ? Phrase("is empty", fr: "est vide")
                : Phrase("is not a backup", fr: "n’est pas une sauvegarde")
            throw BackupFailure(
                .unusable, Phrase(verbatim: "\(input.path) ") + what,
                hint: Phrase(
                    "name a file that bitcoin-analyzer backup has written; unpack or decrypt it first where it was "
                        + "compressed or encrypted",
                    fr:
                        "indiquez un fichier écrit par bitcoin-analyzer backup\u{A0}; décompressez-le ou "
                        + "déchiffrez-le d’abord s’il y a lieu"
                ))
        }
    }
}
