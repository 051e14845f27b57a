import Domain

/// The rows of a backup, whatever its format: they can be read several times.
protocol BackupRows: Sendable {
    /// The path, for messages.
    var path: String { get }
    /// The schema version of the rows, which this program knows.
    var schema: Int { get }
    /// Reads all rows, table by table in the order of the catalogue, checked by ``RowRules``, in batches that fit into
    /// memory; an empty table has one empty batch.
    /// - Throws: ``ArchiveFailure``: `corrupt` for what is damaged or not allowed, at the latest at the end.
    func forEachBatch(_ body: (_ table: SchemaCatalog.Table, _ rows: [SQLRow]) throws(ArchiveFailure) -> Void)
        throws(ArchiveFailure)
}

/// What the rows of a backup add up to.
struct BackupContent: Hashable, Sendable {
    private(set) var tables: [String] = []
    private(set) var digests: [String: TableDigest] = [:]
    private(set) var newestCandle: Timestamp?

    var counts: [TableCount] { tables.map { TableCount(table: $0, rows: digests[$0]?.rows ?? 0) } }

    mutating func add(_ rows: [SQLRow], of table: SchemaCatalog.Table) {
        if digests[table.name] == nil { tables.append(table.name) }
        for row in rows { digests[table.name, default: TableDigest()].add(row) }
        if rows.isEmpty, digests[table.name] == nil { digests[table.name] = TableDigest() }
        // Those of earlier schemas have the time itself.
        let isFirst = table.name == "candles"
        guard isFirst || CandleTable(named: table.name)?.isGiven == true,
            let column = table.columns.firstIndex(where: { $0.name == (isFirst ? "open_time" : "minute") })
        else { return }
        for row in rows {
            if case .integer(let time) = row.values[column] {
                let time = isFirst ? Timestamp(milliseconds: time) : CandleTable.time(of: time)
                newestCandle = max(newestCandle ?? .earliest, time)
            }
        }
    }
}

extension BackupRows {
    /// Reads everything once.
    func content(_ cancellation: Cancellation) throws(ArchiveFailure) -> BackupContent {
        var content = BackupContent()
        var references = RowReferences(path: path)
        try forEachBatch { table, rows throws(ArchiveFailure) in
            try cancellation.check()
            content.add(rows, of: table)
            try references.check(rows, of: table)
        }
        return content
    }
}
