import Domain
import Foundation
import GRDB
import Support
import Synchronization
import Testing

@testable import Storage

/// The file of another program is read as that program left it, with what stands beside it
/// (https://sqlite.org/fileformat2.html#the_rollback_journal).
@Suite("An SQLite database of the first Bitcoin Analyzer") struct LegacyDatabaseTests {
    private static let rows = 300

    /// A file of many small pages, `old.db`, with prices that close at 1.
    private func file(in folder: String, changed: (GRDB.Database) throws -> Void = { _ in }) throws -> String {
        let path = folder + "/old.db"
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA page_size = 512")
            try database.execute(
                sql: """
                    CREATE TABLE bitcoin_prices (
                        timestamp BIGINT, open REAL, high REAL, low REAL, close REAL, volume REAL)
                    """)
            let hours = (0..<Self.rows).map { "(\(1_704_067_200 + $0 * 3600), 1, 2, 1, 1, 1)" }
            try database.execute(sql: "INSERT INTO bitcoin_prices VALUES " + hours.joined(separator: ", "))
            try changed(database)
        }
        try queue.close()
        return path
    }

    /// The same file within a transaction that changes every row, as a process that is killed leaves it: some of the
    /// changed pages are in the file, and what they held before is in its journal.
    private func interrupted(in folder: String) throws -> String {
        let copy = folder + "/copy"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        _ = try file(in: folder) { database in
            try database.execute(sql: "PRAGMA cache_size = 1")
            try database.execute(sql: "BEGIN")
            try database.execute(sql: "UPDATE bitcoin_prices SET close = 2")
            for name in ["/old.db", "/old.db-journal"] {
                try FileManager.default.copyItem(atPath: folder + name, toPath: copy + name)
            }
            try database.execute(sql: "ROLLBACK")
        }
        return copy + "/old.db"
    }

    /// How many prices close at each value.
    private func closes(_ path: String) async throws -> [String: Int] {
        let closes = Mutex<[String: Int]>([:])
        _ = try await LegacyDatabase(.sqlite(file: path)).read { _, rows in
            closes.withLock { closes in
                for row in rows { closes[row[4] ?? "none", default: 0] += 1 }
            }
            return true
        }
        return closes.withLock { $0 }
    }

    @Test("an interrupted transaction is rolled back, in a copy")
    func journal() async throws {
        try await withFolder { folder in
            let path = try interrupted(in: folder)
            let before = try [path, path + "-journal"].map { try Data(contentsOf: URL(filePath: $0)) }
            #expect(before[1].starts(with: [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]))
            #expect(try await closes(path) == ["1.0": Self.rows])
            #expect(try [path, path + "-journal"].map { try Data(contentsOf: URL(filePath: $0)) } == before)
        }
    }

    @Test("pages of a transaction whose journal is missing are damage, and refused")
    func withoutJournal() async throws {
        try await withFolder { folder in
            let path = try interrupted(in: folder)
            try FileManager.default.removeItem(atPath: path + "-journal")
            let failure = try await archiveFailure { _ = try await closes(path) }
            #expect(failure.kind == .corrupt, "\(failure)")
        }
    }

    @Test(
        "a log or journal that is there and cannot be read is an error, not an absent one",
        arguments: ["-wal", "-journal"])
    func unreadable(_ end: String) async throws {
        try await withFolder { folder in
            let path = try file(in: folder)
            #expect(try await closes(path) == ["1.0": Self.rows])
            try FileManager.default.createDirectory(atPath: path + end, withIntermediateDirectories: true)
            let failure = await #expect(throws: BackupFailure.self) { _ = try await closes(path) }
            #expect(failure?.message.english.hasPrefix("\(path)\(end) cannot be read") == true)
        }
    }

    @Test("rows in the write-ahead log count")
    func writeAheadLog() async throws {
        try await withFolder { folder in
            let copy = folder + "/copy"
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            _ = try file(in: folder) { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "UPDATE bitcoin_prices SET close = 2")
                for name in ["/old.db", "/old.db-wal"] {
                    try FileManager.default.copyItem(atPath: folder + name, toPath: copy + name)
                }
            }
            #expect(try await closes(copy + "/old.db") == ["2.0": Self.rows])
        }
    }

    @Test("damage in a table that is not read refuses the file")
    func damaged() async throws {
        try await withFolder { folder in
            let path = try file(in: folder) { database in
                try database.execute(sql: "CREATE TABLE other (x)")
                let texts = (0..<100).map { _ in "('\(String(repeating: "x", count: 100))')" }
                try database.execute(sql: "INSERT INTO other VALUES " + texts.joined(separator: ", "))
            }
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            // The last page is a leaf of that table, behind whose head of 8 bytes are the places of its rows, two bytes
            // each: with the first two exchanged the rows are out of order.
            let page = bytes.count - 512
            #expect(bytes[page] == 0x0D)
            bytes[page + 8..<page + 12] = [bytes[page + 10], bytes[page + 11], bytes[page + 8], bytes[page + 9]]
            try Data(bytes).write(to: URL(filePath: path))
            let failure = try await archiveFailure { _ = try await closes(path) }
            #expect(failure.kind == .corrupt && failure.detail?.contains("out of order") == true, "\(failure)")
            #expect(failure.message.english == "\(path) is damaged")
        }
    }

    @Test("a journal that names another one is refused, because SQLite would remove the file of that name")
    func superJournal() async throws {
        try await withFolder { folder in
            let path = try interrupted(in: folder)
            let named = folder + "/named"
            try Data("mine".utf8).write(to: URL(filePath: named))
            // https://sqlite.org/src/file/src/pager.c, writeSuperJournal: the number of the page of the lock byte, the
            // name, its length, the sum of its bytes, and what a journal begins with.
            let name = Array(named.utf8)
            var journal = [UInt8](try Data(contentsOf: URL(filePath: path + "-journal")))
            journal += Self.bigEndian(0x4000_0000 / 512 + 1)
            journal += name
            journal += Self.bigEndian(name.count)
            journal += Self.bigEndian(name.reduce(0) { $0 + Int($1) })
            journal += [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
            try Data(journal).write(to: URL(filePath: path + "-journal"))
            let failure = await #expect(throws: BackupFailure.self) { _ = try await closes(path) }
            #expect(failure?.kind == .unusable && failure?.message.english.contains("several databases") == true)
            #expect(FileManager.default.fileExists(atPath: named))
        }
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
