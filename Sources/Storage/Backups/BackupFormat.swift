import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The format of a file, detected by its first bytes and not by its name.
enum BackupFormat: Sendable {
    /// https://www.sqlite.org/fileformat.html#the_database_header
    case sqlite
    /// `pg_dump --format=custom`
    case postgres

    /// - Throws: ``BackupFailure`` of kind `unusable` when it cannot be read, or has neither format.
    init(ofFileAt path: String) throws(BackupFailure) {
        guard let file = fopen(path, "r") else {
            throw .file(path, .read, code: errno)
        }
        defer { fclose(file) }
        var head = [UInt8](repeating: 0, count: 16)
        let count = fread(&head, 1, head.count, file)
        switch Array(head.prefix(count)) {
        case Array("SQLite format 3\0".utf8): self = .sqlite
        case let bytes where bytes.starts(with: Array("PGDMP".utf8)): self = .postgres
        default:
            let what =
                count == 0
                ? Phrase("is empty, or not a file", fr: "est vide, ou n’est pas un fichier")
                : Phrase(
                    "is not a backup: neither an SQLite database nor an archive of pg_dump",
                    fr: "n’est pas une sauvegarde\u{A0}: ni une base SQLite ni une archive de pg_dump")
            throw BackupFailure(
                .unusable, Phrase(verbatim: "\(path) ") + what,
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
