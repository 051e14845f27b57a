import Domain

/// The rows of a table in the order of its primary key, in batches: memory does not grow with the table.
struct TableReader {
    let table: SchemaCatalog.Table
    let database: any SQLConnection

    static let batchSize = 1000

    func forEachBatch(_ body: ([SQLRow]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        let places = table.key.compactMap { key in table.columns.firstIndex { $0.name == key } }
        let key = table.key.joined(separator: ", ")
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let marks = table.key.map { _ in "?" }.joined(separator: ", ")
        var after: [SQLValue] = []
        while true {
            let filter = after.isEmpty ? "" : "WHERE (\(key)) > (\(marks))"
            let rows = try database.rows(
                "SELECT \(columns) FROM \(table.name) \(filter) ORDER BY \(key) LIMIT \(Self.batchSize)", after)
            guard let last = rows.last else { return }
            try body(rows)
            guard rows.count == Self.batchSize else { return }
            after = places.map { last.values[$0] }
        }
    }

    /// The digest of all rows.
    func digest(_ cancellation: Cancellation) throws(ArchiveFailure) -> TableDigest {
        var digest = TableDigest()
        try forEachBatch { rows throws(ArchiveFailure) in
            try cancellation.check()
            for row in rows { digest.add(row) }
        }
        return digest
    }
}
