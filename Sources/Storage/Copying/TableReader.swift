import Domain

/// A table's rows in the order of its key, some at a time, so that a long table takes no more memory than a short one.
struct TableReader {
    let table: SchemaCatalog.Table
    let database: any SQLConnection

    static let rowsAtOnce = 1000

    func forEachBatch(_ body: ([SQLRow]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        let places = table.key.compactMap { key in table.columns.firstIndex { $0.name == key } }
        let key = table.key.joined(separator: ", ")
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let marks = table.key.map { _ in "?" }.joined(separator: ", ")
        var after: [SQLValue] = []
        while true {
            let filter = after.isEmpty ? "" : "WHERE (\(key)) > (\(marks))"
            let rows = try database.rows(
                "SELECT \(columns) FROM \(table.name) \(filter) ORDER BY \(key) LIMIT \(Self.rowsAtOnce)", after)
            guard let last = rows.last else { return }
            try body(rows)
            guard rows.count == Self.rowsAtOnce else { return }
            after = places.map { last.values[$0] }
        }
    }

    /// Of every row.
    func digest() throws(ArchiveFailure) -> TableDigest {
        var digest = TableDigest()
        try forEachBatch { rows throws(ArchiveFailure) in
            for row in rows { digest.add(row) }
        }
        return digest
    }
}
