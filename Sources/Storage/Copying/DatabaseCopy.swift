package import Domain

/// Copies all rows of one database to another of either engine.
///
/// Reads one snapshot of the source, writes in one transaction of the target, and verifies the written rows before the
/// commit: when interrupted, no row of the target has changed, and the copy can be repeated.
package struct DatabaseCopy: Sendable {
    let source: Database
    let target: Database

    /// Both databases must have the current schema.
    package init(from source: Database, to target: Database) {
        self.source = source
        self.target = target
    }

    /// A table, now equal in both databases.
    package struct Table: Hashable, Sendable, Encodable {
        /// The name of the table.
        package let table: String
        /// The number of rows.
        package let rows: Int
        /// A checksum of all values, independent of engine and row order; 16 hexadecimal digits.
        package let checksum: String
    }

    /// - Parameters:
    ///   - replacing: whether existing rows of the target may be replaced; otherwise a target whose rows differ from
    ///     the source is refused.
    ///   - progress: called with the table and the completed share of all rows, 0 to 1.
    /// - Throws: ``ArchiveFailure``: `notEmpty` for a target with rows, `corrupt` when the verification fails.
    package func run(
        replacing: Bool, progress: @escaping @Sendable (_ table: String, _ share: Double) -> Void = { _, _ in }
    ) async throws(ArchiveFailure) -> [Table] {
        // The tables: by opening the target.
        try await Cancellation.observed(
            Phrase(
                "the copy was stopped before its end; no row of \(target.url) has changed, but its tables may have "
                    + "been created or migrated",
                fr: "la copie a été arrêtée avant la fin\u{A0}; aucune ligne de \(target.url) n’a changé, mais ses "
                    + "tables ont pu être créées ou migrées")
        ) { cancellation throws(ArchiveFailure) in
            try await run(replacing: replacing, cancellation, progress)
        }
    }

    private func run(
        replacing: Bool, _ cancellation: Cancellation, _ progress: @escaping @Sendable (String, Double) -> Void
    ) async throws(ArchiveFailure) -> [Table] {
        let catalog = try SchemaCatalog()
        let (source, target) = (source, target)
        return try await source.engine.snapshot { reading throws(ArchiveFailure) in
            let counts = try reading.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                try reading.counts(catalog.copied)
            }
            let total = counts.reduce(0) { $0 + $1.rows }
            return try target.engine.writeNow { writing throws(ArchiveFailure) in
                let held = try writing.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                    try writing.counts(catalog.records).filter { $0.rows > 0 }
                }
                if !replacing, !held.isEmpty {
                    // Repeating a completed copy is not an error.
                    guard let same = try Self.same(catalog.copied, reading, writing, cancellation) else {
                        throw .notEmpty("\(target.url)", held)
                    }
                    return same
                }
                var done = 0
                var tables: [Table] = []
                for table in catalog.copied {
                    // Which may wait for a lock of another session, and takes long for many rows.
                    _ = try writing.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                        try writing.execute("DELETE FROM \(table.name)")
                    }
                    let sent = try Self.copy(table, from: reading, to: writing) {
                        rows throws(ArchiveFailure) in
                        try cancellation.check()
                        done += rows
                        progress(table.name, total == 0 ? 1 : Double(done) / Double(total))
                    }
                    let kept = try TableReader(table: table, database: writing).digest(cancellation)
                    guard sent == kept else {
                        throw .readBackDifferently(table.name, from: target.url, kept, insteadOf: sent)
                    }
                    tables.append(Table(table: table.name, rows: kept.rows, checksum: kept.text))
                }
                return tables
            }
        }
    }

    /// The tables, when their rows are equal in both databases; otherwise `nil`.
    private static func same(
        _ tables: [SchemaCatalog.Table], _ one: any SQLConnection, _ other: any SQLConnection,
        _ cancellation: Cancellation
    ) throws(ArchiveFailure) -> [Table]? {
        var same: [Table] = []
        for table in tables {
            let digest = try TableReader(table: table, database: one).digest(cancellation)
            guard try TableReader(table: table, database: other).digest(cancellation) == digest else { return nil }
            same.append(Table(table: table.name, rows: digest.rows, checksum: digest.text))
        }
        return same
    }

    private static func copy(
        _ table: SchemaCatalog.Table, from source: any SQLConnection, to target: any SQLConnection,
        copied: (Int) throws(ArchiveFailure) -> Void
    ) throws(ArchiveFailure) -> TableDigest {
        var digest = TableDigest()
        try TableReader(table: table, database: source).forEachBatch { rows throws(ArchiveFailure) in
            for row in rows { digest.add(row) }
            let batch = RowBatch(name: "copied", columns: table.columns, rows: rows.map(\.values))
            let columns = table.columns.map { "copied.\($0.name)" }.joined(separator: ", ")
            _ = try target.execute(over: batch) {
                "INSERT INTO \(table.name) (\(batch.columnNames)) SELECT \(columns) FROM \($0)"
            }
            try copied(rows.count)
        }
        return digest
    }
}

extension Database {
    /// The non-empty tables of records, with their row counts.
    package func recordCounts() async throws(ArchiveFailure) -> [TableCount] {
        let catalog = try SchemaCatalog(version: try await schemaVersion())
        return try await engine.read { database throws(ArchiveFailure) in
            try database.counts(catalog.records).filter { $0.rows > 0 }
        }
    }

    /// Throws `locked` when a collection run is writing to this database.
    /// - Parameter isGone: whether the process of a lease holder is known to have ended.
    package func requireNoActiveCollection(now: Timestamp, isGone: @escaping @Sendable (LeaseHolder) -> Bool)
        async throws(ArchiveFailure)
    {
        guard try await schemaVersion() > 0 else { return }
        let place = "\(url)"
        try await engine.read { database throws(ArchiveFailure) in
            let rows = try database.rows(
                "SELECT \(LeaseRow.names) FROM leases WHERE expires_at > ? AND name <> ?",
                [.time(now), .text(LeaseName.deployment)])
            for row in rows {
                let holder = try LeaseRow.holder(in: row)
                guard !isGone(holder) else { continue }
                throw ArchiveFailure(
                    .locked,
                    Phrase(
                        "run \(holder.run) on \(holder.host) (process \(holder.process)) is writing to \(place)",
                        fr:
                            "la collecte \(holder.run) sur \(holder.host) (processus \(holder.process)) écrit dans "
                            + "\(place)"
                    ),
                    hint: Self.stopHint)
            }
        }
    }

    static let stopHint: Phrase = {
        let command =
            "systemctl stop \(ServiceUnits.timer) \(ServiceUnits.collect) \(ServiceUnits.api)"
        return Phrase(
            "stop the services first, run the command again, and start them afterwards: \(command)",
            fr: "arrêtez d’abord les services, relancez la commande, puis redémarrez-les\u{A0}: \(command)")
    }()
}

extension ArchiveFailure {
    fileprivate static func readBackDifferently(
        _ table: String, from target: DatabaseURL, _ kept: TableDigest, insteadOf sent: TableDigest
    ) -> ArchiveFailure {
        ArchiveFailure(
            .corrupt,
            Phrase(
                "\(table) was read back from \(target) with \(kept.rows) rows instead of \(sent.rows), or with other "
                    + "values; nothing was kept",
                fr: "\(table) a été relue de \(target) avec \(kept.rows) lignes au lieu de \(sent.rows), ou avec "
                    + "d’autres valeurs\u{A0}; rien n’a été conservé"),
            hint: Phrase(
                "check the disk of the target, and that nothing else writes to it; then run the command again",
                fr: "vérifiez le disque de la cible, et que rien d’autre n’y écrit\u{A0}; puis relancez la commande"),
            detail: "checksum \(kept.text) instead of \(sent.text)")
    }

    static func notEmpty(_ place: String, _ held: [TableCount]) -> ArchiveFailure {
        let rows = held.map { held in
            Phrase(count: held.rows, ("row", "rows"), fr: ("ligne", "lignes"))
                + Phrase(" in \(held.table)", fr: " dans \(held.table)")
        }
        return ArchiveFailure(
            .notEmpty, Phrase("\(place) already holds ", fr: "\(place) contient déjà ") + Phrase(list: rows),
            hint: Phrase(
                "name an empty database, or give --force to replace everything that this one holds",
                fr: "indiquez une base vide, ou donnez --force pour remplacer tout ce que celle-ci contient"))
    }
}
