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
            try Self.copyLogs(of: path, to: copy)
        }
        let work = BlockingWork(threads: 1)
        do {
            let found = try await work.run { () throws(ArchiveFailure) in
                try SQLiteBackupFile.reading(copy, path, timeLimit: SQLiteBackupFile.timeLimit, recovers: true) {
                    database throws(ArchiveFailure) in
                    let damage = try SQLiteDamage.check("3", database)
                    guard damage.isEmpty else { throw Self.damaged(path, damage) }
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

    /// Copies what that program has not yet moved into its file, and what an interrupted transaction has to be rolled
    /// back from (https://sqlite.org/tempfiles.html).
    private static func copyLogs(of path: String, to copy: String) throws {
        if let log = try BackupInput.ifPresent(path + "-wal") { try log.copy(to: copy + "-wal") }
        guard let journal = try BackupInput.ifPresent(path + "-journal") else { return }
        try journal.copy(to: copy + "-journal")
        // SQLite removes the file that such a journal names, which may be any file.
        guard try BackupInput(copy + "-journal").tail(journalMagic.count) != journalMagic else {
            throw BackupFailure(
                .unusable,
                Phrase(
                    "\(path)-journal is of a transaction over several databases",
                    fr: "\(path)-journal provient d’une transaction sur plusieurs bases"),
                hint: Phrase(
                    "open it once with the program that wrote it, and import it again; nothing was changed",
                    fr: "ouvrez-la une fois avec le programme qui l’a écrite, puis importez-la à nouveau\u{A0}; "
                        + "rien n’a été modifié"))
        }
    }

    /// Ends a journal that names another one, as it begins every journal
    /// (https://sqlite.org/src/file/src/pager.c, `writeSuperJournal`).
    private static let journalMagic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

    private static func damaged(_ path: String, _ lines: [String]) -> ArchiveFailure {
        ArchiveFailure(
            .corrupt, Phrase("\(path) is damaged", fr: "\(path) est endommagée"),
            hint: Phrase(
                "name an intact copy, or recover the rows: sqlite3 \(path.shellQuoted) .recover",
                fr: "indiquez une copie intacte, ou récupérez les lignes\u{A0}: sqlite3 \(path.shellQuoted) .recover"),
            detail: lines.joined(separator: "; "))
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
