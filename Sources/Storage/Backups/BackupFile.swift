import Crypto
import Domain

/// A backup in the layout of ``BackupLayout``.
struct BackupFile: BackupRows {
    let path: String
    let schema: Int
    private let descriptor: Int32
    private let catalog: SchemaCatalog

    /// Reads the first lines.
    /// - Parameter descriptor: open while this is in use.
    /// - Throws: ``ArchiveFailure``: `newer`, `corrupt`.
    init(_ descriptor: Int32, path: String) throws(ArchiveFailure) {
        var lines = ByteLines(descriptor, path: path)
        let first = try Self.text(lines.next())
        guard first == BackupLayout.first else {
            if let first, first.hasPrefix(BackupLayout.family), Int(first.dropFirst(BackupLayout.family.count)) != nil {
                throw .newerLayout(path)
            }
            throw .damaged(path, "line 1")
        }
        guard let second = try Self.text(lines.next()), second.hasPrefix("schema "),
            let schema = Int(second.dropFirst("schema ".count)), BackupLayout.schema(schema) == second, schema > 0
        else { throw .damaged(path, "line 2") }
        guard schema <= Migration.newest else { throw .newer(path, schema: schema, known: Migration.newest) }
        self.path = path
        self.schema = schema
        self.descriptor = descriptor
        catalog = try SchemaCatalog(version: schema)
    }

    func forEachBatch(_ body: (SchemaCatalog.Table, [SQLRow]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        var lines = ByteLines(descriptor, path: path)
        var frame = SHA256()
        try expect(BackupLayout.first, &lines, &frame)
        try expect(BackupLayout.schema(schema), &lines, &frame)
        for table in catalog.copied {
            try expect(BackupLayout.table(table), &lines, &frame)
            let (count, digest) = try readRows(of: table, &lines, body)
            frame.add(BackupLayout.endOfRows)
            try expect(BackupLayout.rows(count, digest), &lines, &frame)
        }
        try expect(BackupLayout.end(frame.finalize()), &lines)
        guard try lines.next() == nil else { throw .damaged(path, "it goes on after its end") }
    }

    private func readRows(
        of table: SchemaCatalog.Table, _ lines: inout ByteLines,
        _ body: (SchemaCatalog.Table, [SQLRow]) throws(ArchiveFailure) -> Void
    ) throws(ArchiveFailure) -> (Int, SHA256Digest) {
        let rules = RowRules(table)
        let end = Array(BackupLayout.endOfRows.utf8)
        var hash = SHA256()
        var count = 0
        var batch: [SQLRow] = []
        while true {
            guard let line = try lines.next() else { throw .damaged(path, "it ends within \(table.name)") }
            if line.elementsEqual(end) { break }
            hash.add(line)
            count += 1
            guard let values = CopyText.values(of: line, table.columns) else {
                throw .damaged(path, "line \(lines.number) is no row of \(table.name)")
            }
            do throws(RowRules.Refusal) { batch.append(try rules.checked(values)) } catch {
                throw .refused(path, table.name, row: count, error)
            }
            if batch.count == TableReader.batchSize {
                try body(table, batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty || count == 0 { try body(table, batch) }
        return (count, hash.finalize())
    }

    private func expect(_ text: String, _ lines: inout ByteLines, _ frame: inout SHA256) throws(ArchiveFailure) {
        try expect(text, &lines)
        frame.add(text)
    }

    private func expect(_ text: String, _ lines: inout ByteLines) throws(ArchiveFailure) {
        guard let line = try lines.next(), line.elementsEqual(text.utf8) else {
            throw .damaged(path, "line \(lines.number) is not what belongs there")
        }
    }

    private static func text(_ line: ArraySlice<UInt8>?) -> String? { line.map { String(decoding: $0, as: UTF8.self) } }
}

extension SHA256 {
    /// Adds a line with its end.
    mutating func add(_ line: ArraySlice<UInt8>) {
        line.withUnsafeBytes { update(bufferPointer: $0) }
        update(data: [10])
    }

    /// Adds a line with its end.
    mutating func add(_ line: String) { update(data: Array((line + "\n").utf8)) }
}

extension ArchiveFailure {
    fileprivate static func newerLayout(_ path: String) -> ArchiveFailure {
        ArchiveFailure(
            .newer,
            Phrase(
                "\(path) was written by a newer version of this program",
                fr: "\(path) a été écrit par une version plus récente de ce programme"),
            hint: Phrase("install that version here", fr: "installez cette version ici"))
    }
}
