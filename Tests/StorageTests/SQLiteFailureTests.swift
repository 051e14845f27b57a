import Domain
import Foundation
import GRDB
import OperatingSystem
import Support
import Testing

@testable import Storage

@Suite("SQLite files that cannot be used") struct SQLiteFailureTests {
    private func opening(_ path: String, migrate: Bool = true) async throws -> ArchiveFailure {
        let failure = try await archiveFailure {
            _ = try await Storage.Database.open(.sqlite(file: path), migrate: migrate)
        }
        #expect(failure.message.english.contains(path))
        #expect(failure.hint.english.contains("DATABASE_URL"))
        return failure
    }

    @Test("the folders of a new file are made")
    func folders() async throws {
        try await withFolder { folder in
            let file = folder + "/a/b c/données.db"
            try await withOpen(.sqlite(file: file)) { _ in }
            #expect(FileManager.default.fileExists(atPath: file))
        }
    }

    @Test("a file that does not exist is not made by those who only read")
    func notFound() async throws {
        try await withFolder { folder in
            let failure = try await opening(folder + "/data.db", migrate: false)
            #expect(failure.kind == .notFound)
            #expect(!FileManager.default.fileExists(atPath: folder + "/data.db"))
        }
    }

    @Test("a folder where nothing may be created is named", arguments: ["/proc/data.db", "/proc/new/data.db"])
    func folderReadOnly(path: String) async throws {
        let failure = try await opening(path)
        #expect(failure.kind == .notFound)
        #expect(failure.description.contains("/proc"))
    }

    @Test("a folder in place of the file is named")
    func isFolder() async throws {
        try await withFolder { folder in
            let failure = try await opening(folder)
            #expect(failure.kind == .notFound)
            #expect(failure.message.english.contains("folder"))
        }
    }

    @Test("a file that is not a database is left as it is")
    func notADatabase() async throws {
        try await withFolder { folder in
            let text = String(repeating: "This is a letter, not a database.\n", count: 100)
            try Data(text.utf8).write(to: URL(filePath: folder + "/letter.txt"))
            #expect(try await opening(folder + "/letter.txt").kind == .corrupt)
            #expect(try Data(contentsOf: URL(filePath: folder + "/letter.txt")) == Data(text.utf8))
        }
    }

    @Test("the process that keeps the file locked is named, and whether it is suspended", arguments: ["WAL", "DELETE"])
    func lockedBy(journal: String) async throws {
        try await withFolder { folder in
            let file = folder + "/data.db"
            try await withOpen(.sqlite(file: file)) { _ in }
            // Another program, as an operator would leave it.
            let writer = """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("PRAGMA journal_mode=\(journal)"); c.execute("BEGIN IMMEDIATE")
                if "\(journal)" == "DELETE": c.execute("PRAGMA cache_size=0"); c.execute("DELETE FROM meta")
                print("locked", flush=True); sys.stdin.read()
                """
            let python = Process()
            python.executableURL = URL(filePath: "/usr/bin/env")
            python.arguments = ["python3", "-c", writer, file]
            let (input, output) = (Pipe(), Pipe())
            (python.standardInput, python.standardOutput) = (input, output)
            try python.run()
            defer {
                kill(python.processIdentifier, SIGKILL)
                python.waitUntilExit()
            }
            #expect(output.fileHandleForReading.availableData.starts(with: Data("locked".utf8)))
            let url = try DatabaseURL("sqlite://\(file)")
            func failure() -> ArchiveFailure {
                SQLiteFile(path: file, place: url.description).failure(DatabaseError(resultCode: .SQLITE_BUSY))
            }
            let running = failure()
            #expect(running.kind == .locked && running.command == "ps -fp \(python.processIdentifier)")
            #expect(running.message.english.contains("is locked by process \(python.processIdentifier) ("))
            #expect(running.message.french.contains("par le processus \(python.processIdentifier) ("))
            #expect(running.reasons.first?.source == "/proc/locks")
            kill(python.processIdentifier, SIGSTOP)
            while !ProcessIdentity.isStopped(python.processIdentifier) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(failure().command == "kill -CONT \(python.processIdentifier)")
            #expect(failure().message.english.hasSuffix(", which is suspended (state T)"))
            // The remedy, as a person runs it.
            let shell = try Process.run(
                URL(filePath: "/bin/sh"), arguments: ["-c", try #require(failure().command)])
            shell.waitUntilExit()
            try input.fileHandleForWriting.close()
            python.waitUntilExit()
            try await withOpen(.sqlite(file: file)) { _ = try await $0.candles.keep([try .hour(0)]) }
        }
    }

    @Test("a write fails on a full disk, and the stored data stays intact")
    func diskFull() async throws {
        try await withFolder { folder in
            try await withOpen(.sqlite(file: folder + "/data.db")) { database in
                _ = try await database.candles.keep([try .hour(0)])
                // The limit is the connection's, and the first thing written in a transaction may be a PRAGMA.
                let many = try (1..<5000).map { try ArchivedCandle.hour($0) }
                let pages = try await database.engine.read { connection throws(ArchiveFailure) in
                    try connection.rows("PRAGMA page_count")
                }
                let limit = try #require(try pages.first?.integer(0)) + 3
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.rows("PRAGMA max_page_count = \(limit)")
                }
                let failure = try await archiveFailure { _ = try await database.candles.keep(many) }
                #expect(failure.kind == .diskFull)
                #expect(
                    try await database.candles.candles(of: .oneHour, in: nil, limit: 10).map(\.candle.openTime) == [
                        .hour(0)
                    ])
            }
        }
    }

    @Test("a file that another process locks for good is called locked")
    func locked() async throws {
        try await withFolder { folder in
            let file = folder + "/data.db"
            try await withOpen(.sqlite(file: file)) { database in
                var configuration = Configuration()
                configuration.allowsUnsafeTransactions = true
                let holder = try DatabaseQueue(path: file, configuration: configuration)
                try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
                // The health check first: how long it waits for the lock changes nothing for the writers after it.
                #expect(try await database.examine().writing?.kind == .locked)
                // Without a log yet, opening needs the lock too.
                let opening = try await archiveFailure {
                    let other = folder + "/other.db"
                    try FileManager.default.copyItem(atPath: file, toPath: other)
                    let queue = try DatabaseQueue(path: other, configuration: configuration)
                    try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
                    _ = try await Database.open(.sqlite(file: other), migrate: false, isInspection: true)
                }
                #expect(opening.kind == .locked)
                let failure = try await archiveFailure { _ = try await database.candles.keep([try .hour(0)]) }
                #expect(failure.kind == .locked)
                try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
                #expect(try await database.examine().writing == nil)
                let waits = try await database.engine.write { sql throws(ArchiveFailure) in
                    try sql.rows("PRAGMA busy_timeout").first?.count(0)
                }
                #expect(waits == 5000)
                #expect(try await database.candles.keep([try .hour(0)]) == WriteResult(new: 1))
            }
        }
    }

    @Test(
        "SQLite's result codes have their meaning",
        arguments: [
            (ResultCode.SQLITE_READONLY, ArchiveFailure.Kind.readOnly), (.SQLITE_PERM, .readOnly),
            (.SQLITE_BUSY, .locked),
            (.SQLITE_CORRUPT, .corrupt),
            (.SQLITE_IOERR, .unreachable), (.SQLITE_CONSTRAINT, .statement),
        ])
    func codes(code: ResultCode, kind: ArchiveFailure.Kind) {
        let file = SQLiteFile(path: "/data.db", place: "sqlite:///data.db")
        #expect(file.failure(DatabaseError(resultCode: code)).kind == kind)
    }

    @Test("a count that no run can have is called unreadable", arguments: [Int64.max, -1])
    func impossibleCount(number: Int64) async throws {
        try await withFolder { folder in
            try await withOpen(.sqlite(file: folder + "/data.db")) { database in
                try await database.engine.write { connection throws(ArchiveFailure) in
                    try connection.execute(
                        "INSERT INTO runs (id, trace_id, command, triggered_by, host, started, outcome) "
                            + "VALUES ('r', '', '', '', '', 0, 'ok')")
                    try connection.execute(
                        "INSERT INTO run_sources (run_id, position, source, part, source_outcome, fetched, kept_new, "
                            + "kept_updated, kept_unchanged) VALUES ('r', 0, 's', 'prices', 'ok', ?, 0, 0, 0)",
                        [.integer(number)])
                }
                let failure = try await archiveFailure { _ = try await database.runs.runs(before: nil, limit: 1) }
                #expect(failure.kind == .corrupt)
            }
        }
    }

    @Test("a row that was changed by something else is called unreadable")
    func unreadable() async throws {
        try await withFolder { folder in
            try await withOpen(.sqlite(file: folder + "/data.db")) { database in
                _ = try await database.candles.keep([try .hour(0)])
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.execute("UPDATE candles_1h SET low = 500")
                }
                let failure = try await archiveFailure {
                    _ = try await database.candles.candles(of: .oneHour, in: nil, limit: 1)
                }
                #expect(failure.kind == .corrupt)
            }
        }
    }
}
