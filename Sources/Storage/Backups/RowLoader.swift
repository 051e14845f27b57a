import Domain

/// Makes the tables of this program in an empty database and fills them with the rows of a backup.
struct RowLoader: Sendable {
    let rows: any BackupRows
    /// What the rows added up to when they were checked.
    let content: BackupContent
    let now: Timestamp

    /// What a database holds that was filled, in the tables of this version.
    struct Loaded: Sendable {
        let tables: [TableCount]
        /// The open time of the newest candle; `nil` without candles.
        let newestCandle: Timestamp?

        fileprivate init(of database: any SQLConnection) throws(ArchiveFailure) {
            tables = try database.counts(SchemaCatalog().copied)
            var newest: Timestamp?
            for interval in Interval.allCases where CandleTable(interval).isGiven {
                guard let last = try CandleTable(interval).extent(in: database)?.upperBound else { continue }
                newest = max(newest ?? .earliest, CandleTable.time(of: last))
            }
            newestCandle = newest
        }
    }

    /// Within one transaction of the caller.
    /// - Returns: what is there then; counted here, as nothing may fail after the commit.
    /// - Throws: ``ArchiveFailure``: `corrupt` where the rows are no longer those that were checked, cannot be in one
    ///   table, or are read back differently; `stopped`.
    func load(into database: any SQLConnection, _ cancellation: Cancellation) throws(ArchiveFailure) -> Loaded {
        // The schema that the rows are of, which is then migrated: they were written by the program of that version.
        try Migrator.apply(Migration.all.filter { $0.version <= rows.schema }, in: database, now: now)
        var loaded = BackupContent()
        try rows.forEachBatch { table, batch throws(ArchiveFailure) in
            try cancellation.check()
            loaded.add(batch, of: table)
            try insert(batch, into: table, of: database)
        }
        guard loaded == content else { throw .damaged(rows.path, "it was changed while it was being read") }
        for table in try SchemaCatalog(version: rows.schema).copied {
            let kept = try TableReader(table: table, database: database).digest(cancellation)
            guard kept == content.digests[table.name] else {
                throw ArchiveFailure(
                    .corrupt,
                    Phrase(
                        "\(table.name) was read back with other rows than those of \(rows.path)",
                        fr: "\(table.name) a été relue avec d’autres lignes que celles de \(rows.path)"),
                    hint: Phrase(
                        "check the disk of the database, and run the command again; nothing was changed",
                        fr: "vérifiez le disque de la base, puis relancez la commande\u{A0}; rien n’a été modifié"))
            }
        }
        return try database.interrupted(by: cancellation) { () throws(ArchiveFailure) -> Loaded in
            try Migrator.apply(Migration.all, in: database, now: now)
            return try Loaded(of: database)
        }
    }

    private func insert(_ batch: [SQLRow], into table: SchemaCatalog.Table, of database: any SQLConnection)
        throws(ArchiveFailure)
    {
        guard !batch.isEmpty else { return }
        let rows = RowBatch(name: "restored", columns: table.columns, rows: batch.map(\.values))
        let columns = table.columns.map { "restored.\($0.name)" }.joined(separator: ", ")
        do throws(ArchiveFailure) {
            _ = try database.execute(over: rows) {
                "INSERT INTO \(table.name) (\(rows.columnNames)) SELECT \(columns) FROM \($0)"
            }
        } catch {
            guard error.kind == .statement else { throw error }
            throw .damaged(self.rows.path, "\(table.name): \(error.detail ?? error.message.english)")
        }
    }
}
