import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a file is, by its first bytes and not by its name.
enum BackupFormat: Sendable {
    /// https://www.sqlite.org/fileformat.html#the_database_header
    case sqlite
    /// `pg_dump --format=custom`
    case postgres

    /// - Throws: `unusableFile` when it cannot be read, or is neither.
    init(ofFileAt path: String) throws(ArchiveFailure) {
        guard let file = fopen(path, "r") else {
            throw FileFailure.failure(errno, "\(path) cannot be read", path: path)
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
                ? "is empty, or not a file" : "is not a backup: neither an SQLite database nor an archive of pg_dump"
            throw ArchiveFailure(
                .unusableFile, "\(path) \(what)",
                hint:
                    "name a file that bitcoin-analyzer backup has written; one that was compressed or encrypted since has to be unpacked first"
            )
        }
    }
}
