import Domain

/// A database of the first Bitcoin Analyzer, which is only read.
package struct LegacyDatabase: Sendable {
    package enum Table: String, CaseIterable, Sendable {
        case prices = "bitcoin_prices"
        case news = "bitcoin_news"
        case articles = "legacy_articles"

        var columns: [String] {
            switch self {
            case .prices: ["timestamp", "open", "high", "low", "close", "volume"]
            case .news: ["title", "link", "content", "timestamp"]
            case .articles: ["article_title", "article_url"]
            }
        }

        /// Texts, but exact numbers: SQLite's text of a number has 15 digits. Of two rows for one time the one with
        /// more volume was written later.
        var query: String {
            let selected = columns.map {
                ["open", "high", "low", "close", "volume"].contains($0)
                    ? "CAST(\($0) AS DOUBLE PRECISION)" : "CAST(\($0) AS TEXT)"
            }
            let order =
                switch self {
                case .prices: " ORDER BY timestamp, volume DESC"
                // Those without a time last, when the newest time is known.
                case .news: " ORDER BY timestamp IS NULL OR CAST(timestamp AS TEXT) = '', timestamp"
                case .articles: ""
                }
            return "SELECT \(selected.joined(separator: ", ")) FROM \(rawValue)\(order)"
        }
    }

    private let url: DatabaseURL

    package init(_ url: DatabaseURL) { self.url = url }

    /// Reads every row of the tables that are there, in one snapshot; the prices by time.
    /// - Parameter body: gets some rows, `nil` for NULL; returns whether to go on.
    /// - Returns: the tables that were found.
    /// - Throws: ``ArchiveFailure``, ``BackupFailure``; `notFound` for a database without any of them.
    package func read(_ body: @escaping @Sendable (Table, [[String?]]) -> Bool) async throws -> [Table] {
        let found =
            switch url.place {
            case .sqlite(let file): try await readFile(file, body)
            case .postgres(let address): try await readServer(address, body)
            }
        guard !found.isEmpty else { throw noTables }
        return found
    }

    private func readFile(_ path: String, _ body: @escaping @Sendable (Table, [[String?]]) -> Bool) async throws
        -> [Table]
    {
        // A copy: the file of another program is neither locked nor changed, and what it runs is not run.
        let folder = try ScratchFolder()
        let copy = folder.path + "/legacy.db"
        try await BlockingWork.alone {
            try BackupInput(path).copy(to: copy)
            // What that program has not yet moved into the file; without it, this fails and the file is all there is.
            if let log = try? BackupInput(path + "-wal") { try log.copy(to: copy + "-wal") }
        }
        let work = BlockingWork(threads: 1)
        do {
            let found = try await work.run { () throws(ArchiveFailure) in
                try SQLiteBackupFile.reading(copy, path, timeLimit: SQLiteBackupFile.timeLimit) {
                    database throws(ArchiveFailure) in
                    let names = try database.tableNames()
                    for table in Table.allCases where names.contains(table.rawValue) {
                        var rows: [[String?]] = []
                        var goesOn = true
                        try database.forEachRow(table.query) { values in
                            guard goesOn else { return }
                            rows.append(values.map(\.legacyText))
                            if rows.count == Self.chunk {
                                goesOn = body(table, rows)
                                rows.removeAll(keepingCapacity: true)
                            }
                        }
                        guard goesOn, body(table, rows) else { break }
                    }
                    return Table.allCases.filter { names.contains($0.rawValue) }
                }
            }
            await work.close()
            return found
        } catch {
            await work.close()
            throw error
        }
    }

    private func readServer(
        _ address: PostgresAddress, _ body: @escaping @Sendable (Table, [[String?]]) -> Bool
    ) async throws -> [Table] {
        let engine = try await PostgresEngine.open(address)
        do {
            let found = try await engine.snapshot { database throws(ArchiveFailure) in
                try database.execute("SET LOCAL TIME ZONE 'UTC'")
                let names = try database.tableNames()
                let found = Table.allCases.filter { names.contains($0.rawValue) }
                for table in found {
                    try database.execute("DECLARE \(table.rawValue)_rows NO SCROLL CURSOR FOR \(table.query)")
                    while true {
                        let rows = try database.rows("FETCH \(Self.chunk) FROM \(table.rawValue)_rows")
                        guard body(table, rows.map { $0.values.map(\.legacyText) }) else { return found }
                        if rows.isEmpty { break }
                    }
                }
                return found
            }
            await engine.close()
            return found
        } catch {
            await engine.close()
            throw error
        }
    }

    private static let chunk = 2000

    private var noTables: ArchiveFailure {
        let names = Table.allCases.map(\.rawValue)
        return ArchiveFailure(
            .notFound,
            Phrase(
                "\(url) has no table \(Phrase(list: names).english)",
                fr: "\(url) n’a aucune des tables \(Phrase(list: names).french)"),
            hint: Phrase(
                "name the database of the first Bitcoin Analyzer",
                fr: "indiquez la base de données du premier Bitcoin Analyzer"))
    }
}

extension SQLConnection {
    fileprivate func tableNames() throws(ArchiveFailure) -> Set<String> {
        var names: Set<String> = []
        for row in try rows(dialect.tables) { names.insert(try row.text(0)) }
        return names
    }
}

extension SQLValue {
    fileprivate var legacyText: String? {
        switch self {
        case .null: nil
        case .integer(let number): "\(number)"
        case .real(let number): number.description
        case .text(let text): text
        }
    }
}
