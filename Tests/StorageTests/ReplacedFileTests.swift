import Domain
import Foundation
import OperatingSystem
import Support
import Testing

@testable import Storage

@Suite("A database file that is deleted or replaced while it is open") struct ReplacedFileTests {
    private func hours(_ database: Database) async throws -> [Timestamp] {
        try await database.candles.candles(of: .oneHour, in: nil, limit: 10).map(\.candle.openTime)
    }

    @Test("another file at the path is opened, and the log of the old one is not replayed into it")
    func replaced() async throws {
        try await withFolder { folder in
            let (path, other) = (folder + "/data.db", folder + "/other.db")
            try await withOpen(.sqlite(file: other)) { _ = try await $0.candles.keep([try .hour(7)]) }
            try await withOpen(.sqlite(file: path)) { database in
                _ = try await database.candles.keep([try .hour(1), try .hour(2)])
                #expect(rename(other, path) == 0)
                #expect(try await hours(database) == [.hour(7)])
                #expect(try await database.examine().damage == [])
                _ = try await database.candles.keep([try .hour(8)])
                #expect(try await hours(database) == [.hour(8), .hour(7)])
            }
            // What was written after the replacement is in the new file.
            try await withOpen(.sqlite(file: path)) { database in
                let kept = try await hours(database)
                #expect(kept == [.hour(8), .hour(7)])
            }
        }
    }

    @Test("a deleted file is a failure of its own for readers and writers, and is not created again")
    func deleted() async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            try await withOpen(.sqlite(file: path)) { database in
                _ = try await database.candles.keep([try .hour(1)])
                #expect(rename(path, path + ".away") == 0)
                let reading = try await archiveFailure { _ = try await hours(database) }
                let writing = try await archiveFailure { _ = try await database.candles.keep([try .hour(2)]) }
                #expect(reading.kind == .replaced && writing.kind == .replaced)
                #expect(!FileManager.default.fileExists(atPath: path))
                #expect(rename(path + ".away", path) == 0)
                #expect(try await hours(database) == [.hour(1)])
            }
        }
    }

    @Test("the target of a link that is deleted from a disk that is there was deleted, and its disk is not missing")
    func deletedTarget() async throws {
        try await withFolder { folder in
            let (path, target) = (folder + "/data.db", folder + "/disk/data.db")
            try FileManager.default.createDirectory(atPath: folder + "/disk", withIntermediateDirectories: true)
            try await withOpen(.sqlite(file: target)) { _ = try await $0.candles.keep([try .hour(1)]) }
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            try await withOpen(.sqlite(file: path)) { database in
                #expect(try await hours(database) == [.hour(1)])
                try FileManager.default.removeItem(atPath: target)
                let failure = try await archiveFailure { _ = try await hours(database) }
                #expect(failure.kind == .replaced && failure.command?.contains("restore") == true)
                #expect(!FileManager.default.fileExists(atPath: target))
            }
        }
    }

    @Test("a backup that is restored in place of a deleted file is not mixed with the log that the file left")
    func restored() async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            let backup = SampleBackup(rows: SampleBackup.candleRows)
            try backup.write(to: folder + "/backup")
            try await withOpen(.sqlite(file: path)) { database in
                _ = try await database.candles.keep([try .hour(1), try .hour(2)])
                try FileManager.default.removeItem(atPath: path)
                #expect(FileManager.default.fileExists(atPath: path + "-wal"))
                _ = try await restore(folder + "/backup", into: .sqlite(file: path))
                #expect(try await hours(database).map(\.milliseconds) == [1_700_002_800_000])
                _ = try await database.candles.keep([try .hour(1)])
                #expect(try await hours(database).count == 2)
                #expect(try await database.examine().damage == [])
            }
        }
    }

    @Test("a backup makes removed tables again, which migrations do not", arguments: Engine.all)
    func remedy(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            try SampleBackup(rows: SampleBackup.candleRows).write(to: folder + "/backup")
            for removed in ["articles", "leases", "runs", "meta"] {
                try await withOpen(url) { database in
                    try await database.engine.write { connection throws(ArchiveFailure) in
                        _ = try connection.execute("DROP TABLE \(removed)")
                    }
                    try await database.migrate()
                    let still = try await archiveFailure { _ = try await database.examine(thorough: false) }
                    #expect(still.kind == .schemaDamaged, "\(removed)")
                }
                _ = try await restore(folder + "/backup", into: url)
                try await withOpen(url) { database in
                    let writing = try await database.examine().writing
                    #expect(writing == nil, "\(removed)")
                }
            }
        }
    }

    @Test("a file that may not be seen any more is not called deleted")
    func notPermitted() async throws {
        try await withFolder { folder in
            let (parent, data) = (folder + "/parent", folder + "/parent/data")
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            // Root is refused nothing; it uses the file of another user with that user's rights.
            if geteuid() == 0 { #expect(chmod(folder, 0o755) == 0 && chown(data, 65534, 65534) == 0) }
            try await withOpen(.sqlite(file: data + "/data.db")) { database in
                _ = try await database.candles.keep([try .hour(1)])
                #expect(chmod(parent, 0) == 0)
                let failure = try await archiveFailure { _ = try await hours(database) }
                #expect(failure.kind == .readOnly && failure.command?.contains("restore") != true, "\(failure)")
                #expect(chmod(parent, 0o755) == 0)
                #expect(try await hours(database) == [.hour(1)])
            }
        }
    }

    @Test("an error of the path that says nothing of the file does not stop those who have it open")
    func loop() async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            try await withOpen(.sqlite(file: path)) { database in
                _ = try await database.candles.keep([try .hour(1)])
                #expect(rename(path, path + ".away") == 0 && symlink(path, path) == 0)
                #expect(try await hours(database) == [.hour(1)])
                #expect(unlink(path) == 0 && rename(path + ".away", path) == 0)
            }
        }
    }

    @Test("another file is used only with this schema and data of the same origin")
    func continuation() async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            func other(_ name: String, _ prepare: (Database) async throws -> Void) async throws {
                try await withOpen(.sqlite(file: folder + "/" + name), prepare)
            }
            try await other("simulated") { try await $0.claim(.simulated) }
            try await other("newer") { database in
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 0)")
                }
            }
            try await other("older") { database in
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.execute("DELETE FROM schema_migrations WHERE version > 3")
                }
            }
            try await other("same") { database in
                try await database.claim(.real)
                _ = try await database.candles.keep([try .hour(7)])
            }
            try await withOpen(.sqlite(file: path)) { database in
                try await database.claim(.real)
                for (name, kind): (String, ArchiveFailure.Kind) in [
                    ("simulated", .originMismatch), ("newer", .newer), ("older", .notMigrated),
                ] {
                    #expect(rename(folder + "/" + name, path) == 0)
                    let failure = try await archiveFailure { _ = try await database.candles.keep([try .hour(2)]) }
                    #expect(failure.kind == kind, "\(name): \(failure)")
                }
                #expect(rename(folder + "/same", path) == 0)
                #expect(try await hours(database) == [.hour(7)])
            }
        }
    }

    @Test(
        "a refused file leaves the old one its log, which it has again once it is put back",
        arguments: ["data.db", "100% of #1?.db"])
    func putBack(_ name: String) async throws {
        try await withFolder { folder in
            let (path, other) = (folder + "/" + name, folder + "/other")
            try await withOpen(.sqlite(file: other)) { try await $0.claim(.simulated) }
            try await withOpen(.sqlite(file: path)) { database in
                try await database.claim(.real)
                _ = try await database.candles.keep([try .hour(1)])
                let log = try #require(FileIdentity(path + "-wal"))
                #expect(rename(path, path + ".away") == 0 && rename(other, path) == 0)
                var changes = database.changes.changes().makeAsyncIterator()
                for _ in 1...2 {
                    let failure = try await archiveFailure { _ = try await hours(database) }
                    #expect(failure.kind == .originMismatch)
                    // A watcher that opened the refused file would do so with this log.
                    _ = await changes.next()
                }
                #expect(FileIdentity(path + "-wal") == log)
                #expect(rename(path + ".away", path) == 0)
                try await withOpen(.sqlite(file: path)) { second in
                    #expect(try await hours(second) == [.hour(1)])
                    _ = try await second.candles.keep([try .hour(2)])
                    _ = try await database.candles.keep([try .hour(3)])
                    let both = [Timestamp.hour(3), .hour(2), .hour(1)]
                    #expect(try await hours(database) == both)
                    #expect(try await hours(second) == both)
                    #expect(try await database.examine().damage == [])
                }
            }
        }
    }

    @Test("a refused file is not changed: one that is not in WAL mode stays so")
    func refusedUnchanged() async throws {
        try await withFolder { folder in
            let (path, other) = (folder + "/data.db", folder + "/other")
            try await withOpen(.sqlite(file: other)) { try await $0.claim(.simulated) }
            try SQLiteFile(path: other, place: other).leaveWAL()
            let before = try Data(contentsOf: URL(fileURLWithPath: other))
            try await withOpen(.sqlite(file: path)) { database in
                try await database.claim(.real)
                #expect(rename(other, path) == 0)
                let failure = try await archiveFailure { _ = try await hours(database) }
                #expect(failure.kind == .originMismatch)
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            }
        }
    }

    @Test("watchers notice the replacement")
    func watched() async throws {
        try await withFolder { folder in
            let (path, other) = (folder + "/data.db", folder + "/other.db")
            try await withOpen(.sqlite(file: other)) { _ in }
            try await withOpen(.sqlite(file: path)) { database in
                var changes = database.changes.changes().makeAsyncIterator()
                #expect(await changes.next() != nil)
                #expect(rename(other, path) == 0)
                #expect(await changes.next() != nil)
            }
        }
    }

    @Test("a table or column that was removed is named", arguments: Engine.all)
    func damagedSchema(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("DROP TABLE articles")
                _ = try connection.execute("ALTER TABLE runs DROP COLUMN command")
            }
            let failure = try await archiveFailure { _ = try await database.examine(thorough: false) }
            #expect(failure.kind == .schemaDamaged)
            #expect(failure.message.english.hasSuffix("lacks articles and runs.command"), "\(failure.message.english)")
            let reading = try await archiveFailure {
                _ = try await database.news.articles(matching: NewsQuery(), limit: 1)
            }
            #expect(reading.kind == .schemaDamaged)
        }
    }
}
