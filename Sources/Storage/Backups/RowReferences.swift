import Domain

/// Finds rows of a backup that refer to a row which is not in it: no checksum shows that, and a candle without its
/// origin could not be read.
struct RowReferences {
    let path: String
    private var known: [String: Set<Int64>] = ["sources": [], "quotes": [], "origins": []]

    init(path: String) { self.path = path }

    /// Takes rows in the order of the catalogue, in which tables come after those that they refer to.
    mutating func check(_ rows: [SQLRow], of table: SchemaCatalog.Table) throws(ArchiveFailure) {
        let columns = table.columns.map(\.name)
        if known[table.name] != nil, let id = columns.firstIndex(of: "id") {
            for row in rows { known[table.name]?.insert(try row.integer(id)) }
        }
        if table.name == "origins" {
            try check(rows, columns.firstIndex(of: "source"), in: "sources", of: table)
            try check(rows, columns.firstIndex(of: "quote"), in: "quotes", of: table)
        } else {
            try check(rows, columns.firstIndex(of: "origin"), in: "origins", of: table)
        }
    }

    private func check(_ rows: [SQLRow], _ column: Int?, in target: String, of table: SchemaCatalog.Table)
        throws(ArchiveFailure)
    {
        guard let column, let known = known[target] else { return }
        var last: Int64?
        for row in rows {
            let reference = try row.integer(column)
            if reference == last { continue }
            guard known.contains(reference) else {
                throw .damaged(path, "a row of \(table.name) refers to a row of \(target) that is not in it")
            }
            last = reference
        }
    }
}
