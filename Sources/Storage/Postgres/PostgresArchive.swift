import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The rows of an archive of `pg_dump --format=custom`, as earlier versions wrote them.
///
/// An archive is a program: it can hold any statement, and commands of psql. So nothing of it is ever run. `pg_restore`
/// unpacks it to text without a connection, in which rows are the lines between `COPY table (…) FROM stdin;` and `\.`;
/// everything else is skipped.
struct PostgresArchive: BackupRows {
    let path: String
    let schema: Int
    private let script: String
    private let folder: ScratchFolder
    private let catalog: SchemaCatalog
    /// The columns of each table in their order in the archive, as indices of those of the catalogue.
    private let places: [String: [Int]]

    /// Text that compresses better than this is no archive of prices and articles.
    private static let highestRatio = 100

    /// - Throws: ``ArchiveFailure``, `stopped` when cancelled, ``BackupFailure``
    init(_ input: BackupInput, _ runTool: RunTool, _ cancellation: Cancellation) async throws {
        let (path, folder) = (input.path, try ScratchFolder())
        let (script, archive) = (folder.path + "/rows.sql", folder.path + "/archive")
        try await BlockingWork.alone { try input.copy(to: archive, cancellation) }
        let limit = max(64 << 20, input.size.multipliedClamped(by: Self.highestRatio))
        try await Self.unpack(archive, to: script, limit: limit, path, runTool, cancellation)
        let found = try await BlockingWork.alone { try Self.tables(of: script, path, cancellation) }
        self.path = path
        self.folder = folder
        self.script = script
        (schema, catalog, places) = found
    }

    func forEachBatch(_ body: (SchemaCatalog.Table, [SQLRow]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        for table in catalog.copied {
            let rules = RowRules(table)
            var (count, batch) = (0, [SQLRow]())
            try Self.withLines(of: script, path) { lines throws(ArchiveFailure) in
                while let line = try lines.next() {
                    guard let block = CopyBlock(line), block.table == table.name, let order = places[table.name] else {
                        continue
                    }
                    let columns = order.map { table.columns[$0] }
                    while let line = try lines.next(), !CopyBlock.isEnd(line) {
                        count += 1
                        guard let values = CopyText.values(of: line, columns) else {
                            throw .damaged(path, "row \(count) of \(table.name)")
                        }
                        var ordered = values
                        for (value, place) in zip(values, order) { ordered[place] = value }
                        do throws(RowRules.Refusal) { batch.append(try rules.checked(ordered)) } catch {
                            throw .refused(path, table.name, row: count, error)
                        }
                        if batch.count == TableReader.batchSize {
                            try body(table, batch)
                            batch.removeAll(keepingCapacity: true)
                        }
                    }
                }
            }
            if !batch.isEmpty || count == 0 { try body(table, batch) }
        }
    }

    private static func unpack(
        _ archive: String, to script: String, limit: Int, _ path: String, _ runTool: RunTool,
        _ cancellation: Cancellation
    ) async throws {
        let words = [
            "prlimit", "--fsize=\(limit)", "--cpu=3600", "--", "pg_restore", "--data-only", "--no-owner",
            "--no-privileges", "--file=\(script)", "--", archive,
        ]
        let result = await runTool(words)
        // The tool is ended too then, and its status says nothing of the archive.
        try cancellation.check()
        switch result {
        case .ended(status: 0, _): return
        // Ctrl-C reaches it, and may do so before this process.
        case .ended(status: 128 + SIGINT, _), .ended(status: 128 + SIGTERM, _), .ended(status: 128 + SIGHUP, _):
            throw cancellation.failure
        // prlimit(1) could not start it.
        case .ended(status: 126...127, _):
            throw BackupFailure(
                .toolMissing,
                Phrase(
                    "pg_restore is not installed, or not in PATH", fr: "pg_restore n’est pas installé, ou pas dans PATH"
                ),
                hint: Phrase(
                    "install PostgreSQL's client programs: apt-get install postgresql-client",
                    fr: "installez les programmes clients de PostgreSQL\u{A0}: apt-get install postgresql-client"))
        case .ended(status: 128 + SIGXFSZ, _):
            throw ArchiveFailure.damaged(path, "it unpacks to more than \(limit) bytes")
        case .ended(let status, let errors):
            let lines = errors.split(whereSeparator: \.isNewline).prefix(3).joined(separator: "; ")
            let detail = (lines.isEmpty ? "it ended with \(status)" : lines).replacing(archive, with: path)
            if detail.contains("No space left on device") {
                throw BackupFailure(
                    .diskFull, Phrase("\(path) cannot be unpacked", fr: "\(path) ne peut pas être décompressé"),
                    hint: Phrase(
                        "free some space in the directory of temporary files (df -h), or name another in TMPDIR; "
                            + "nothing was changed",
                        fr: "libérez de l’espace dans le dossier des fichiers temporaires (df -h), ou indiquez-en un "
                            + "autre par TMPDIR\u{A0}; rien n’a été modifié"), detail: detail)
            }
            throw BackupFailure(
                .unusable, Phrase("pg_restore cannot read \(path)", fr: "pg_restore ne peut pas lire \(path)"),
                hint: Phrase(
                    "the archive is damaged, was cut short, or is not of this program: ",
                    fr: "l’archive est endommagée, tronquée ou d’un autre programme\u{A0}: ") + .useAnotherBackup,
                detail: detail)
        case .notRun(let reason, let hint): throw BackupFailure(.toolMissing, reason, hint: hint)
        }
    }

    /// The schema version, and the columns of each table, which have to be those of that version.
    private static func tables(of script: String, _ path: String, _ cancellation: Cancellation) throws
        -> (Int, SchemaCatalog, [String: [Int]])
    {
        var schema = 0
        var columns: [String: [String]] = [:]
        try withLines(of: script, path) { lines throws(ArchiveFailure) in
            while let line = try lines.next() {
                guard let block = CopyBlock(line) else { continue }
                guard columns.updateValue(block.columns, forKey: block.table) == nil else {
                    throw .damaged(path, "\(block.table) is in it twice")
                }
                while true {
                    try cancellation.check()
                    guard let row = try lines.next() else { throw .damaged(path, "it ends within \(block.table)") }
                    if CopyBlock.isEnd(row) { break }
                    guard block.table == SchemaCatalog.versions, let place = block.columns.firstIndex(of: "version")
                    else { continue }
                    let fields = row.split(separator: 9, omittingEmptySubsequences: false)
                    guard place < fields.count else { continue }
                    schema = max(schema, Int(String(decoding: fields[place], as: UTF8.self)) ?? 0)
                }
            }
        }
        guard schema > 0 else { throw BackupFailure.otherProgram(path) }
        guard schema <= Migration.newest else {
            throw ArchiveFailure.newer(path, schema: schema, known: Migration.newest)
        }
        let catalog = try SchemaCatalog(version: schema)
        var places: [String: [Int]] = [:]
        for table in catalog.copied {
            let order = (columns[table.name] ?? []).compactMap { name in
                table.columns.firstIndex { $0.name == name }
            }
            guard order.sorted() == Array(table.columns.indices) else {
                throw ArchiveFailure.damaged(path, "\(table.name) is missing, or has other columns")
            }
            places[table.name] = order
        }
        return (schema, catalog, places)
    }

    private static func withLines(
        of script: String, _ path: String, _ body: (inout ByteLines) throws(ArchiveFailure) -> Void
    )
        throws(ArchiveFailure)
    {
        let descriptor = open(script, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .damaged(path, "it was not unpacked") }
        defer { close(descriptor) }
        var lines = ByteLines(descriptor, path: path)
        try body(&lines)
    }
}

/// The line before the rows of a table: `COPY public.candles ("interval", open_time) FROM stdin;`
struct CopyBlock {
    /// Without its schema.
    let table: String
    let columns: [String]

    init?(_ line: ArraySlice<UInt8>) {
        guard line.starts(with: "COPY ".utf8), line.count < 4096 else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasSuffix(") FROM stdin;"), let open = text.firstIndex(of: "(") else { return nil }
        let name = text[text.index(text.startIndex, offsetBy: 5)..<open].filter { $0 != " " && $0 != "\"" }
        table = String(name.split(separator: ".").last ?? "")
        let list = text[text.index(after: open)...].dropLast(") FROM stdin;".count)
        columns = list.split(separator: ",").map { String($0.filter { $0 != " " && $0 != "\"" }) }
    }

    static func isEnd(_ line: ArraySlice<UInt8>) -> Bool { line.elementsEqual("\\.".utf8) }
}

extension BackupFailure {
    static func otherProgram(_ path: String) -> BackupFailure {
        BackupFailure(
            .unusable,
            Phrase(
                "\(path) is of another program: it has no tables of this one",
                fr: "\(path) est d’un autre programme\u{A0}: il n’a pas les tables de celui-ci"), hint: .nameBackup)
    }
}
