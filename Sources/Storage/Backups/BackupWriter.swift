import Crypto
import Domain

/// Writes the rows of a database in the layout of ``BackupLayout``.
struct BackupWriter {
    let file: PartialFile
    let schema: Int
    let catalog: SchemaCatalog
    /// In messages, for a row that could not be restored.
    let place: String

    /// - Parameters:
    ///   - database: within one snapshot.
    ///   - progress: called with the completed share, 0 to 1.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``
    func write(_ database: any SQLConnection, _ cancellation: Cancellation, progress: (Double) -> Void) throws
        -> BackupContent
    {
        let counts = try database.interrupted(by: cancellation) { () throws(ArchiveFailure) in
            try database.counts(catalog.copied)
        }
        let total = counts.reduce(0) { $0 + $1.rows }
        var content = BackupContent()
        var frame = SHA256()
        var done = 0
        func line(_ text: String) throws {
            frame.add(text)
            try file.write((text + "\n").utf8)
        }
        try line(BackupLayout.first)
        try line(BackupLayout.schema(schema))
        for table in catalog.copied {
            try line(BackupLayout.table(table))
            let rules = RowRules(table)
            var (hash, bytes, count) = (SHA256(), [UInt8](), 0)
            content.add([], of: table)
            try TableReader(table: table, database: database).forEachBatch { rows throws(ArchiveFailure) in
                try cancellation.check()
                var checked: [SQLRow] = []
                for row in rows {
                    count += 1
                    // What the database holds is written as it is; that it can be restored is found out here.
                    do throws(RowRules.Refusal) { checked.append(try rules.checked(row.values)) } catch {
                        throw .refused(place, table.name, row: count, error)
                    }
                    CopyText.append(row.values, to: &bytes)
                }
                content.add(checked, of: table)
                hash.update(data: bytes)
                do throws(BackupFailure) { try file.write(bytes) } catch { throw error.asArchiveFailure }
                bytes.removeAll(keepingCapacity: true)
                done += rows.count
                progress(total == 0 ? 1 : Double(done) / Double(total))
            }
            try line(BackupLayout.endOfRows)
            try line(BackupLayout.rows(count, hash.finalize()))
        }
        try file.write((BackupLayout.end(frame.finalize()) + "\n").utf8)
        return content
    }
}
