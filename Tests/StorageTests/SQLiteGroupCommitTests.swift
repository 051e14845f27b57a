import Domain
import FoundationEssentials
import Support
import Synchronization
import Testing

@testable import Storage

@Suite("Writes of SQLite that wait at the same time", .timeLimit(.minutes(10))) struct SQLiteGroupCommitTests {
    /// The transactions in a write-ahead log: the frames that end one (https://sqlite.org/fileformat2.html#walformat).
    private func commits(of path: String) throws -> Int {
        let log = [UInt8](try Data(contentsOf: URL(filePath: path + "-wal")))
        func number(_ place: Int) -> Int { log[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard log.count > 32 else { return 0 }
        let frame = 24 + number(8)
        return stride(from: 32, through: log.count - frame, by: frame).count { place in
            log[(place + 8)..<(place + 16)] == log[16..<24] && number(place + 4) != 0
        }
    }

    /// Lends a database whose writes wait until `release` is called.
    private func withWaitingWrites(
        _ body: (Storage.Database, SQLiteEngine, _ path: String, _ release: () async -> Void) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            try await withOpen(.sqlite(file: path)) { database in
                let engine = try #require(database.engine as? SQLiteEngine)
                let lock = try await HeldWriteLock.acquire(on: database)
                try await body(database, engine, path) { await lock.release() }
            }
        }
    }

    private func write(_ key: String, to engine: SQLiteEngine, throwing failure: ArchiveFailure? = nil) async throws {
        try await engine.write { database throws(ArchiveFailure) in
            try database.execute("INSERT INTO meta (key, value) VALUES (?, '')", [.text(key)])
            if let failure { throw failure }
        }
    }

    private func keys(in engine: SQLiteEngine) async throws -> [String] {
        try await engine.read { database throws(ArchiveFailure) in
            var keys: [String] = []
            for row in try database.rows("SELECT key FROM meta WHERE key LIKE 'k%' ORDER BY key") {
                keys.append(try row.text(0))
            }
            return keys
        }
    }

    private func wait(for count: Int, in engine: SQLiteEngine) async {
        while engine.group.waiting < count { await Task.yield() }
    }

    @Test("what is first is written before what waited")
    func first() async throws {
        try await withWaitingWrites { _, engine, _, release in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...3 { group.addTask { try await write("k\(number)", to: engine) } }
                await wait(for: 3, in: engine)
                let seen = Mutex(["nothing yet"])
                group.addTask {
                    try await engine.write(.first) { database throws(ArchiveFailure) in
                        let rows = try database.rows("SELECT key FROM meta WHERE key LIKE 'k%' ORDER BY key")
                        var keys: [String] = []
                        for row in rows { keys.append(try row.text(0)) }
                        seen.withLock { $0 = keys }
                    }
                }
                await wait(for: 4, in: engine)
                await release()
                try await group.waitForAll()
                #expect(seen.withLock { $0 }.isEmpty)
            }
            #expect(try await keys(in: engine) == ["k1", "k2", "k3"])
        }
    }

    @Test("are one transaction, and each caller hears of it after the commit")
    func together() async throws {
        try await withWaitingWrites { _, engine, path, release in
            let before = try commits(of: path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 10..<30 {
                    group.addTask {
                        try await write("k\(number)", to: engine)
                        #expect(try await keys(in: engine).contains("k\(number)"))
                    }
                }
                await wait(for: 20, in: engine)
                await release()
                try await group.waitForAll()
            }
            #expect(try commits(of: path) == before + 1)
            #expect(try await keys(in: engine) == (10..<30).map { "k\($0)" })
        }
    }

    @Test("one that throws is undone alone, and the others are stored once")
    func failing() async throws {
        try await withWaitingWrites { _, engine, path, release in
            let before = try commits(of: path)
            let reason = ArchiveFailure.unreadable("nothing")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<9 {
                    group.addTask {
                        guard number % 4 == 2 else { return try await write("k\(number)", to: engine) }
                        let failure = try await archiveFailure {
                            try await write("k\(number)", to: engine, throwing: reason)
                        }
                        #expect(failure.message == reason.message)
                    }
                }
                // A key that is there already.
                group.addTask {
                    let failure = try await archiveFailure {
                        try await engine.write { database throws(ArchiveFailure) in
                            try database.execute("INSERT INTO meta (key, value) VALUES ('twice', '')")
                            try database.execute("INSERT INTO meta (key, value) VALUES ('twice', '')")
                        }
                    }
                    #expect(failure.kind == .statement)
                }
                await wait(for: 10, in: engine)
                await release()
                try await group.waitForAll()
            }
            #expect(try await keys(in: engine) == [0, 1, 3, 4, 5, 7, 8].map { "k\($0)" })
            #expect(try commits(of: path) == before + 1)
        }
    }

    @Test("more than fit into one transaction are all stored")
    func many() async throws {
        try await withWaitingWrites { _, engine, path, release in
            let before = try commits(of: path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 100..<200 { group.addTask { try await write("k\(number)", to: engine) } }
                await wait(for: 100, in: engine)
                await release()
                try await group.waitForAll()
            }
            #expect(try await keys(in: engine).count == 100)
            #expect(try commits(of: path) == before + 4)
        }
    }

    @Test("a write whose task is cancelled is completed")
    func cancelled() async throws {
        try await withWaitingWrites { _, engine, _, release in
            let task = Task { try await write("k1", to: engine) }
            await wait(for: 1, in: engine)
            task.cancel()
            await release()
            try await task.value
            #expect(try await keys(in: engine) == ["k1"])
        }
    }
}
