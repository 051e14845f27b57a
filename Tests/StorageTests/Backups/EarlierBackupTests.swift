import Domain
import Foundation
import GRDB
import Support
import Testing

@testable import Storage

/// Backups of earlier versions, which were a database file or a program for PostgreSQL, also as a stranger makes them.
@Suite("A backup of an earlier version") struct EarlierBackupTests {
    /// An SQLite file of the current schema with a candle and an article, changed by `sql`.
    private func file(in folder: String, encoding: String = "UTF-8", changed sql: String...) async throws -> String {
        let path = folder + "/earlier"
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA encoding = '\(encoding)'") }
        try queue.close()
        try await withOpen(.sqlite(file: path)) { database in
            _ = try await database.candles.keep([try .hour(3, close: 105)])
            let article = Article(
                id: ArticleID(rawValue: "a"), title: "Éclair 🟠", link: "https://example.org", publisher: "p",
                published: nil, summary: "",
                language: nil, feed: "feed")
            _ = try await database.news.keep(
                [ArchivedArticle(article, run: RunID(rawValue: "r"), firstSeen: .hour(1))])
        }
        let changing = try DatabaseQueue(path: path)
        try await changing.writeWithoutTransaction { database in
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            for statement in sql { try database.execute(sql: statement) }
        }
        try changing.close()
        return path
    }

    @Test("it is restored only when that is accepted, and then its rows alone", arguments: Engine.all)
    func accepted(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            let path = try await file(
                in: folder,
                changed: "CREATE TRIGGER t AFTER INSERT ON candles_1h BEGIN UPDATE candles_1h SET close = 1; END",
                "CREATE VIEW v AS SELECT 1", "CREATE TABLE extra (a)", "INSERT INTO extra VALUES (1)",
                "CREATE INDEX i ON candles_1h (abs(close))")
            let refused = await #expect(throws: BackupFailure.self) { _ = try await restore(path, into: url) }
            #expect(refused?.kind == .unverified && refused?.hint.english.contains("--unverified") == true)
            let report = try await restore(path, into: url, unverified: true)
            #expect(!report.verified && report.tables.first { $0.table == "candles_1h" }?.rows == 1)
            try await withOpen(url) { database in
                _ = try await database.candles.keep([try .hour(4, close: 106)])
                let candles = try await database.candles.candles(of: .oneHour, in: nil, limit: 9)
                #expect(candles.map(\.candle.close) == [106, 105], "no trigger came along")
                guard engine == .sqlite else { return }
                let names = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.rows("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('t', 'v', 'extra', 'i')")
                }
                #expect(try names.first?.count(0) == 0)
            }
        }
    }

    @Test("one in UTF-16 is read too")
    func encoding() async throws {
        try await withFolder { folder in
            let path = try await file(in: folder, encoding: "UTF-16le")
            let url = DatabaseURL.sqlite(file: folder + "/new.db")
            _ = try await restore(path, into: url, unverified: true)
            #expect(try await allRows(of: url)["articles"]?.first?[1] == .text("Éclair 🟠"))
        }
    }

    @Test(
        "what is not a plain row of ours is refused at once, and nothing is touched",
        arguments: [
            ["DROP TABLE feeds", "CREATE VIEW feeds AS SELECT 'a' AS name, NULL AS etag, NULL AS last_modified"],
            [
                "DROP TABLE feeds",
                "CREATE VIEW feeds AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS name, "
                    + "NULL AS etag, NULL AS last_modified FROM c",
            ],
            [
                "DROP TABLE schema_migrations",
                "CREATE VIEW schema_migrations AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n FROM c) SELECT n "
                    + "AS version, '' AS name, 0 AS applied_at FROM c",
            ],
            ["DROP TABLE feeds", "CREATE VIRTUAL TABLE feeds USING fts5(name, etag, last_modified)"],
            [
                "DROP TABLE feeds",
                "CREATE TABLE feeds (name TEXT PRIMARY KEY, etag TEXT AS (hex(zeroblob(1000000))), last_modified TEXT)",
            ],
            ["DROP TABLE feeds"], ["ALTER TABLE feeds RENAME COLUMN etag TO other"],
            ["UPDATE articles SET title = zeroblob(100000000)"], ["UPDATE articles SET title = zeroblob(10)"],
            ["UPDATE articles SET title = printf('%.*c', 3000000, 'x')"],
            ["UPDATE candles_1h SET close = 'expensive'"], ["UPDATE candles_1h SET high = 9e999"],
            ["UPDATE candles_1h SET volume = -1"], ["UPDATE origins SET seen_at = -5"],
            ["UPDATE origins SET seen_at = -9223372036854775808"], ["UPDATE candles_1h SET known = 61"],
            ["UPDATE articles SET first_seen = 'yesterday'"], ["DELETE FROM schema_migrations"],
            ["UPDATE schema_migrations SET version = 9223372036854775807 WHERE version = 1"],
            ["UPDATE schema_migrations SET version = -version"],
        ])
    func refused(_ changes: [String]) async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            let path = try await file(in: folder)
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { database in
                for change in changes { try database.execute(sql: change) }
            }
            try queue.close()
            let error = await #expect(throws: (any Error).self) {
                _ = try await restore(path, into: target.url, unverified: true)
            }
            #expect(error is BackupFailure || (error as? ArchiveFailure).map { $0.kind != .statement } == true)
            try target.check()
        }
    }

    @Test("every sample of damaged bytes ends, and leaves the database or restores rows that are allowed")
    func damagedFile() async throws {
        try await withFolder { folder in
            let path = try await file(in: folder)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let url = DatabaseURL.sqlite(file: folder + "/new.db")
            for position in stride(from: 16, to: bytes.count, by: 1999) {
                var damaged = bytes
                damaged[position] = ~damaged[position]
                try Data(damaged).write(to: URL(filePath: folder + "/damaged"))
                _ = try? await restore(folder + "/damaged", into: url, unverified: true)
            }
        }
    }

    /// Stands in for `pg_restore`, whose output is whatever the archive says.
    private func unpacking(to text: String) -> RunTool {
        { words in
            #expect(words.contains("pg_restore") && words.contains { $0.hasPrefix("--fsize=") })
            #expect(!words.contains { $0.hasPrefix("--dbname") }, "it connects to no server")
            guard let file = words.first(where: { $0.hasPrefix("--file=") })?.dropFirst("--file=".count) else {
                return .ended(status: 1, errors: "no file")
            }
            let written = FileManager.default.createFile(atPath: String(file), contents: Data(text.utf8))
            return .ended(status: written ? 0 : 1, errors: "")
        }
    }

    private func script(_ rows: [String: [String]]) throws -> String {
        var text = """
            \\! touch /tmp/never
            copy (select 1) to program 'touch /tmp/never';
            CREATE FUNCTION f() RETURNS trigger AS 'begin update public.candles set close = 1; end' LANGUAGE plpgsql;
            COPY public.strangers (a) FROM stdin;
            1
            \\.
            COPY public.schema_migrations (version, name, applied_at) FROM stdin;
            \(Migration.newest)\tx\t0
            \\.

            """
        for table in try SchemaCatalog().copied {
            // In another order than ours: the archive says which.
            let columns = table.columns.map(\.name).map { $0 == "open" ? "\"open\"" : $0 }
            text += "COPY public.\(table.name) (\(columns.joined(separator: ", "))) FROM stdin;\n"
            text += (rows[table.name] ?? []).map { $0 + "\n" }.joined() + "\\.\n"
        }
        return text
    }

    @Test("of an archive of pg_dump the rows are taken, and nothing of it is run", arguments: Engine.all)
    func archive(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            try Data("PGDMP".utf8).write(to: URL(filePath: folder + "/b"))
            let report = try await restore(
                folder + "/b", into: url, unverified: true,
                runTool: unpacking(to: try script(SampleBackup.candleRows)))
            #expect(report.tables.first { $0.table == "candles_1h" }?.rows == 1 && !report.verified)
            try await withOpen(url) { database in
                let candles = try await database.candles.candles(of: .oneHour, in: nil, limit: 9)
                #expect(candles.map(\.candle.close) == [110.5])
            }
        }
    }

    @Test(
        "an archive whose unpacking is stopped, by a signal to both programs or to one, is not called damaged",
        arguments: [(1, true), (143, true), (130, false), (143, false)] as [(Int32, Bool)])
    func stopped(_ status: Int32, _ isCancelled: Bool) async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            let (file, url) = (folder + "/b", target.url)
            try Data("PGDMP".utf8).write(to: URL(filePath: file))
            let task = Task {
                _ = try await restore(file, into: url, unverified: true) { _ in
                    if isCancelled { withUnsafeCurrentTask { $0?.cancel() } }
                    return .ended(status: status, errors: "")
                }
            }
            let failure = try #require(await #expect(throws: ArchiveFailure.self) { try await task.value })
            #expect(failure.kind == .stopped && failure.message.english.contains("\(url) is unchanged"))
            try target.check()
        }
    }

    @Test("an archive with a forged value, without a table, or cut short is refused")
    func badArchive() async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            try Data("PGDMP".utf8).write(to: URL(filePath: folder + "/b"))
            let good = try script(SampleBackup.candleRows)
            for text in [
                good.replacing("110.5", with: "NaN"), good.replacing("public.runs", with: "public.others"),
                String(good.dropLast(3)), good + good, good.replacing("public.schema_migrations", with: "public.x"), "",
                good.replacing("\t110.5", with: ""),
            ] {
                await #expect(throws: (any Error).self) {
                    _ = try await restore(
                        folder + "/b", into: target.url, unverified: true, runTool: unpacking(to: text))
                }
                try target.check()
            }
        }
    }
}
