package import Domain

/// Everything of one database, copied into another one of either engine.
///
/// One snapshot of the source is read and one transaction of the target is written, and what was written is read back
/// and compared before it is committed: whenever this is killed, the target holds what it held before, and can be
/// copied to again.
package struct DatabaseCopy: Sendable {
    let source: Database
    let target: Database

    package init(from source: Database, to target: Database) {
        self.source = source
        self.target = target
    }

    /// One table as it is in both databases now.
    package struct Table: Hashable, Sendable, Encodable {
        package let table: String
        package let rows: Int
        /// Of every value of every row, the same whatever engine and order; 16 hexadecimal digits.
        package let checksum: String
    }

    /// - Parameters:
    ///   - replacing: whether rows that the target holds may be replaced; without it a target that holds others than
    ///     the source is refused.
    ///   - progress: told the table and the share of all rows that has been copied, 0 to 1.
    /// - Throws: ``ArchiveFailure``; `notEmpty` for a target with rows, `corrupt` when what was read back differs.
    package func run(
        replacing: Bool, progress: @escaping @Sendable (_ table: String, _ share: Double) -> Void = { _, _ in }
    ) async throws(ArchiveFailure) -> [Table] {
        let catalog = try SchemaCatalog()
        let (source, target) = (source, target)
        return try await source.engine.snapshot { reading throws(ArchiveFailure) in
            let total = try reading.counts(catalog.copied).reduce(0) { $0 + $1.rows }
            return try target.engine.writeNow { writing throws(ArchiveFailure) in
                let held = try writing.counts(catalog.records).filter { $0.rows > 0 }
                if !replacing, !held.isEmpty {
                    // Somebody may run it again who does not know that it had come to its end.
                    guard let same = try Self.same(catalog.copied, reading, writing) else {
                        throw .notEmpty("\(target.url)", held)
                    }
                    return same
                }
                var done = 0
                var tables: [Table] = []
                for table in catalog.copied {
                    try writing.execute("DELETE FROM \(table.name)")
                    let sent = try Self.copy(table, from: reading, to: writing) { rows in
                        done += rows
                        progress(table.name, total == 0 ? 1 : Double(done) / Double(total))
                    }
                    let kept = try TableReader(table: table, database: writing).digest()
                    guard sent == kept else {
                        throw .readBackDifferently(table.name, from: target.url, kept, insteadOf: sent)
                    }
                    tables.append(Table(table: table.name, rows: kept.rows, checksum: kept.text))
                }
                return tables
            }
        }
    }

    /// The tables, when the rows of each are the same in both databases.
    private static func same(
        _ tables: [SchemaCatalog.Table], _ one: any SQLConnection, _ other: any SQLConnection
    ) throws(ArchiveFailure) -> [Table]? {
        var same: [Table] = []
        for table in tables {
            let digest = try TableReader(table: table, database: one).digest()
            guard try TableReader(table: table, database: other).digest() == digest else { return nil }
            same.append(Table(table: table.name, rows: digest.rows, checksum: digest.text))
        }
        return same
    }

    private static func copy(
        _ table: SchemaCatalog.Table, from source: any SQLConnection, to target: any SQLConnection,
        copied: (Int) -> Void
    ) throws(ArchiveFailure) -> TableDigest {
        var digest = TableDigest()
        try TableReader(table: table, database: source).forEachBatch { rows throws(ArchiveFailure) in
            for row in rows { digest.add(row) }
            let batch = RowBatch(name: "copied", columns: table.columns, rows: rows.map(\.values))
            let columns = table.columns.map { "copied.\($0.name)" }.joined(separator: ", ")
            _ = try target.execute(over: batch) {
                "INSERT INTO \(table.name) (\(batch.columnNames)) SELECT \(columns) FROM \($0)"
            }
            copied(rows.count)
        }
        return digest
    }
}

extension Database {
    /// Rows of each table of records that has any.
    package func recordCounts() async throws(ArchiveFailure) -> [TableCount] {
        let catalog = try SchemaCatalog(version: try await schemaVersion())
        return try await engine.read { database throws(ArchiveFailure) in
            try database.counts(catalog.records).filter { $0.rows > 0 }
        }
    }

    /// Throws when somebody is collecting into this database now.
    /// - Parameter isGone: whether a holder's process is known not to exist any more.
    package func requireNobodyCollecting(now: Timestamp, isGone: @escaping @Sendable (LeaseHolder) -> Bool)
        async throws(ArchiveFailure)
    {
        guard try await schemaVersion() > 0 else { return }
        let place = "\(url)"
        try await engine.read { database throws(ArchiveFailure) in
            for row in try database.rows("SELECT \(LeaseRow.names) FROM leases WHERE expires_at > ?", [.time(now)]) {
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
                    + "d’autres valeurs\u{202F}; rien n’a été conservé"),
            hint: Phrase(
                "check the disk of the target, and that nothing else writes to it; then run the command again",
                fr: "vérifiez le disque de la cible, et que rien d’autre n’y écrit\u{202F}; puis relancez la commande"),
            detail: "checksum \(kept.text) instead of \(sent.text)")
    }

    static func notEmpty(_ place: String, _ held: [TableCount]) -> ArchiveFailure {
        let (english, french) = (
            held.map { "\($0.rows) rows in \($0.table)" }.joined(separator: ", "),
            held.map { "\($0.rows) lignes dans \($0.table)" }.joined(separator: ", ")
        )
        return ArchiveFailure(
            .notEmpty, Phrase("\(place) already holds \(english)", fr: "\(place) contient déjà \(french)"),
            hint: Phrase(
                "name an empty database, or give --force to replace everything that this one holds",
                fr: "indiquez une base vide, ou donnez --force pour remplacer tout ce que celle-ci contient"))
    }
}
