import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The contents of a `pg_dump` archive, read from the SQL that `pg_restore` unpacks it to.
struct PostgresArchive: Sendable {
    /// A table with its qualified name: `public.candles`.
    struct Table: Sendable {
        let qualified: String
        let rows: Int
        var name: String {
            String(
                qualified[(qualified.lastIndex(of: ".").map { qualified.index(after: $0) } ?? qualified.startIndex)...])
        }
    }

    let tables: [Table]
    /// The newest version in `schema_migrations`; 0 without one.
    let schema: Int

    /// Unpacks the archive into `script`, an existing file that only this process uses.
    static func unpack(_ archive: String, to script: String, _ tools: PostgresTools) async throws
        -> PostgresArchive
    {
        try await tools.run(["pg_restore", "--no-owner", "--no-privileges", "--file=\(script)", "--", archive])
        return try PostgresArchive(script: script)
    }

    /// Rows are the lines between `COPY table (…) FROM stdin;` and `\.`: line breaks in text are escaped
    /// (https://www.postgresql.org/docs/current/sql-copy.html, Text Format).
    private init(script: String) throws(BackupFailure) {
        guard let file = fopen(script, "r") else {
            throw .file(script, .read, code: errno)
        }
        defer { fclose(file) }
        var tables: [Table] = []
        var schema = 0
        var current: (name: String, rows: Int)?
        var buffer: UnsafeMutablePointer<CChar>?
        var size = 0
        defer { free(buffer) }
        while true {
            let length = getline(&buffer, &size, file)
            guard length >= 0, let buffer else { break }
            let line = UnsafeRawBufferPointer(start: buffer, count: length)
            if let table = current {
                if line.elementsEqual("\\.\n".utf8) {
                    tables.append(Table(qualified: table.name, rows: table.rows))
                    current = nil
                } else {
                    if table.name.hasSuffix(".\(SchemaCatalog.versions)") {
                        schema = max(
                            schema, Int(String(decoding: line.prefix { $0 != UInt8(ascii: "\t") }, as: UTF8.self)) ?? 0)
                    }
                    current = (table.name, table.rows + 1)
                }
            } else if line.starts(with: "COPY ".utf8) {
                let text = String(decoding: line, as: UTF8.self)
                current = (String(text.dropFirst(5).prefix { $0 != " " }), 0)
            }
        }
        guard current == nil else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "the archive ends in the middle of a table",
                    fr: "l’archive s’arrête au milieu d’une table"), hint: .useAnotherBackup)
        }
        self.tables = tables
        self.schema = schema
    }
}
