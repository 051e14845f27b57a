import Domain

/// The comparison of a database with the tables that its schema version has.
extension SQLConnection {
    /// The names of those tables of ours that exist with all of their columns.
    func completeTables(of catalog: SchemaCatalog) throws(ArchiveFailure) -> [String] {
        var names: [String] = []
        for table in catalog.tables where try columns(of: table.name).isSuperset(of: table.columns.map(\.name)) {
            names.append(table.name)
        }
        return names
    }

    /// Whether the table of the applied migrations exists with its columns.
    func hasVersions() throws(ArchiveFailure) -> Bool {
        try columns(of: SchemaCatalog.versions).isSuperset(of: ["version", "name", "applied_at"])
    }

    /// The missing tables, and the missing columns of the others as `table.column`, in the order of the catalogue.
    func missing(from catalog: SchemaCatalog) throws(ArchiveFailure) -> [String] {
        var missing: [String] = []
        for table in catalog.tables {
            let present = try columns(of: table.name)
            if present.isEmpty {
                missing.append(table.name)
            } else {
                missing += table.columns.map(\.name).filter { !present.contains($0) }.map { "\(table.name).\($0)" }
            }
        }
        return missing
    }

    /// Empty for a table that does not exist.
    private func columns(of table: String) throws(ArchiveFailure) -> Set<String> {
        let sql =
            switch dialect {
            case .sqlite: "SELECT name FROM pragma_table_info(?)"
            // Not information_schema, which hides what the user has no privilege for.
            case .postgres:
                "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped"
            }
        var names: Set<String> = []
        for row in try rows(sql, [.text(table)]) { names.insert(try row.text(0)) }
        return names
    }
}

extension SchemaCatalog {
    private static let cached = Result<SchemaCatalog, ArchiveFailure> { () throws(ArchiveFailure) in try SchemaCatalog()
    }

    /// The schema of this program, read once.
    static func newest() throws(ArchiveFailure) -> SchemaCatalog { try cached.get() }
}

extension ArchiveFailure {
    /// - Parameter missing: tables, or columns as `table.column`.
    static func schemaDamaged(_ place: String, missing: [String]) -> ArchiveFailure {
        let names = Phrase(list: missing.prefix(5).map { Phrase(verbatim: $0) })
        let more = missing.count > 5 ? Phrase(", …", fr: ", etc.") : .empty
        var failure = ArchiveFailure(
            .schemaDamaged,
            Phrase(verbatim: "\(place) ") + Phrase("lacks ", fr: "n’a plus ") + names + more, hint: .restoreBackup)
        failure.reasons = missing.prefix(10).map { name in
            let what = name.contains(".") ? "column" : "table"
            return Evidence(source: "schema", line: "\(what) \(name) does not exist")
        }
        failure.command = "bitcoin-analyzer restore BACKUP --force"
        return failure
    }
}
