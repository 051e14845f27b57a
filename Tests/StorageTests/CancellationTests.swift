import Dispatch
import Domain
import FoundationEssentials
import Sandbox
import Support
import Synchronization
import Testing

@testable import Storage

@Suite("Long work that is cancelled", .timeLimit(.minutes(10))) struct CancellationTests {
    /// How work fails that is cancelled while it reports its progress for the first time.
    private func failure(
        of work: @escaping @Sendable (_ report: @escaping @Sendable (Double) -> Void) async throws -> Void
    ) async throws -> ArchiveFailure {
        let (reports, continuation) = AsyncStream.makeStream(of: Void.self)
        let isCancelled = DispatchSemaphore(value: 0)
        let task = Task {
            try await work { _ in
                continuation.yield()
                isCancelled.wait()
            }
        }
        for await _ in reports { break }
        task.cancel()
        for _ in 0..<1000 { isCancelled.signal() }
        return try #require(await #expect(throws: ArchiveFailure.self) { try await task.value })
    }

    private func fill(_ database: Database, hours: Int64) async throws {
        _ = try await database.candles.keep(try (0..<hours).map { try ArchivedCandle.hour($0) })
    }

    @Test("a backup leaves the old file as it was, and nothing beside it", arguments: Engine.all)
    func backedUp(_ engine: Engine) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await withOpen(url) { try await fill($0, hours: 3000) }
            let file = folder + "/b"
            try Data("old".utf8).write(to: URL(filePath: file))
            let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            let failure = try await failure { report in
                _ = try await Backup(of: url).write(to: file, replacing: true, progress: report)
            }
            #expect(failure.kind == .stopped && failure.message.english.contains("\(file) was not written"))
            #expect(try Data(contentsOf: URL(filePath: file)) == Data("old".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
        }
    }

    @Test("a copy leaves the rows of the target as they were", arguments: Engine.all)
    func copied(_ engine: Engine) async throws {
        try await withDatabase(.sqlite) { source in
            try await fill(source, hours: 3000)
            try await withDatabase(engine) { target in
                try await fill(target, hours: 5)
                let failure = try await failure { report in
                    _ = try await DatabaseCopy(from: source, to: target).run(replacing: true) { _, share in
                        report(share)
                    }
                }
                #expect(
                    failure.kind == .stopped
                        && failure.message.english.contains("no row of \(target.url) has changed"))
                #expect(try await target.candles.extent(of: .oneHour)?.last == .hour(4))
            }
        }
    }

    @Test("a restore leaves the database as it was, and nothing beside it", arguments: Engine.all)
    func restored(_ engine: Engine) async throws {
        try await withFolder { folder in
            let file = folder + "/b"
            try await withDatabase(.sqlite) { other in
                try await fill(other, hours: 3000)
                _ = try await Backup(of: other.url).write(to: file, replacing: false, progress: { _ in })
            }
            let url = try await engine.emptyDatabase(in: folder)
            try await withOpen(url) { try await fill($0, hours: 5) }
            let before = try await allRows(of: url)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await restore(file, into: url)
            }
            let failure = try #require(await #expect(throws: ArchiveFailure.self) { try await task.value })
            #expect(failure.kind == .stopped && failure.message.english.contains("\(url) is unchanged"))
            #expect(try await allRows(of: url) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files)
        }
    }

    @Test("a statement ends at once, and the connection is as good as before", arguments: Engine.all)
    func statement(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let message = Phrase(verbatim: "stopped here")
            let endless =
                engine == .sqlite
                ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
                : "SELECT pg_sleep(1000000)"
            let task = Task {
                try await Cancellation.observed(message) { cancellation throws(ArchiveFailure) in
                    try await database.engine.read { connection throws(ArchiveFailure) in
                        if connection.dialect == .postgres { try connection.execute("SET statement_timeout = 0") }
                        begin.yield()
                        let result = Result { () throws(ArchiveFailure) in
                            try connection.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                                try connection.rows(endless).count
                            }
                        }
                        return (result, try connection.rows("SELECT 7").first?.integer(0))
                    }
                }
            }
            for await _ in begun { break }
            task.cancel()
            let (result, next) = try await task.value
            #expect(throws: ArchiveFailure(.stopped, message, hint: .runAgain)) { try result.get() }
            #expect(next == 7)
        }
    }

    @Test(
        "a copy that waits for the lock of another session ends at once",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func locked() async throws {
        try await withDatabase(.postgres) { source in
            try await withDatabase(.sqlite) { target in
                guard case .postgres(let address) = source.url.place else { return }
                // It waits for longer than this test does.
                let engine = try await PostgresEngine.open(address, lockTimeout: 2 * Int(hangLimit / .seconds(1)))
                let reading = Database(url: source.url, engine: engine)
                let lock = try await HeldWriteLock.acquire(on: source)
                let task = Task { try await DatabaseCopy(from: reading, to: target).run(replacing: true) }
                let deadline = ContinuousClock.now + hangLimit
                var isWaiting = false
                while !isWaiting, ContinuousClock.now < deadline { isWaiting = await Self.waits(in: source) }
                task.cancel()
                let result = await task.result
                await lock.release()
                await reading.close()
                let failure = try #require(#expect(throws: ArchiveFailure.self) { try result.get() })
                #expect(isWaiting && failure.kind == .stopped, "\(failure)")
            }
        }
    }

    /// Whether a session waits for a lock.
    private static func waits(in database: Database) async -> Bool {
        let rows = try? await database.engine.read { connection throws(ArchiveFailure) in
            try connection.rows(
                """
                SELECT 1 FROM pg_locks WHERE NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)
        }
        return rows?.isEmpty == false
    }

    @Test("a file is closed without waiting for the lock of another writer")
    func closed() async throws {
        try await withFolder { folder in
            let file = folder + "/data.db"
            try await withOpen(.sqlite(file: file)) { other in
                let engine = try await SQLiteEngine.open(
                    .sqlite(file: file), path: file, create: false, lockTimeout: hangLimit)
                let lock = try await HeldWriteLock.acquire(on: other)
                let start = ContinuousClock.now
                await engine.close()
                let waited = ContinuousClock.now - start
                await lock.release()
                #expect(waited < hangLimit)
            }
        }
    }

    @Test("a statement that was not begun yet when its task was cancelled is not begun")
    func late() async throws {
        try await withDatabase(.sqlite) { database in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await Cancellation.observed(.empty) { cancellation throws(ArchiveFailure) in
                    try await database.engine.read { connection throws(ArchiveFailure) in
                        try connection.interrupted(by: cancellation) { () throws(ArchiveFailure) in
                            Issue.record("it was begun")
                        }
                    }
                }
            }
            let failure = try #require(await #expect(throws: ArchiveFailure.self) { try await task.value })
            #expect(failure.kind == .stopped)
        }
    }
}

extension Phrase {
    fileprivate static let runAgain = Phrase("run the command again", fr: "relancez la commande")
}
