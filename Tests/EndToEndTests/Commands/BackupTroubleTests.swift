import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Storage

/// Disks that are full, folders that may not be written, programs that are missing, `kill -9`; and what other users of
/// the host can see.
struct BackupTroubleTests {
    typealias Refusal = BadSettingTests.Refusal

    private static let hours: Int64 = 20_000

    private func fill(_ url: String, close: Double) async throws {
        try await withDatabase(url) { database in
            try await database.claim(.real)
            _ = try await database.candles.keep(
                try (0..<Self.hours).map { hour in
                    ArchivedCandle(
                        try .hour(hour, close: close), source: "kraken", run: RunID(rawValue: "r"),
                        seenAt: .hour(hour + 2))
                })
        }
    }

    @Test("kill -9 of restore at any moment leaves the old database or the new one", arguments: Engine.all)
    func killed(_ engine: Engine) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            let settings = ["DATABASE_URL": url]
            try await fill(url, close: 200)
            let new = try await Dump(of: url)
            #expect(try await BitcoinAnalyzer.run(["backup", "b"], settings, in: folder).code == 0)
            try await withDatabase(url) { database in
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute("UPDATE candles_1h SET close = 200.5", [])
                }
            }
            let old = try await Dump(of: url)
            var random = SeededGenerator(seed: 7)
            // Moments are drawn from a window that shrinks as long as restores end before they are killed.
            var (killed, window) = (0, Duration.milliseconds(500))
            for _ in 0..<60 where killed < 6 {
                let later = window * Double.random(in: 0...1, using: &random)
                let end = try await BitcoinAnalyzer.with(["restore", "b", "--force"], settings, in: folder) { program in
                    // Of a file from the moment at which it is being written; of a server, any.
                    while engine == .sqlite, program.transcript.written.ending == nil, try !Self.isWriting(folder) {
                        try await ContinuousClock().sleep(for: .milliseconds(1))
                    }
                    try? await ContinuousClock().sleep(for: later)
                    program.destroy()
                    return try await program.end().ending
                }
                if end == .signal(SIGKILL) { killed += 1 } else { window = window * 3 / 4 }
                for end in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: folder + "/data.db.partial" + end)
                }
                let dump = try await Dump(of: url)
                #expect(dump == old || dump == new, "neither the old nor the new one")
                if dump == new {
                    try await withDatabase(url) { database in
                        try await database.engine.write { sql throws(ArchiveFailure) in
                            _ = try sql.execute("UPDATE candles_1h SET close = 200.5", [])
                        }
                    }
                }
            }
            #expect(killed == 6)
            let ended = try await BitcoinAnalyzer.run(["restore", "b", "--force"], settings, in: folder)
            #expect(ended.code == 0, "\(ended)")
            #expect(try await Dump(of: url) == new)
        }
    }

    private static func isWriting(_ folder: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.hasSuffix(".partial") }
    }

    @Test("kill -9 of backup leaves no file of that name, or a complete one", arguments: Engine.all)
    func killedBackup(_ engine: Engine) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await fill(url, close: 200)
            var random = SeededGenerator(seed: 8)
            for _ in 0..<8 {
                let later = Duration.milliseconds(Int.random(in: 10...300, using: &random))
                let end = try await BitcoinAnalyzer.with(["backup", "b"], ["DATABASE_URL": url], in: folder) {
                    program in
                    try? await ContinuousClock().sleep(for: later)
                    program.destroy()
                    return try await program.end().ending
                }
                let isThere = FileManager.default.fileExists(atPath: folder + "/b")
                #expect(isThere || end != .exit(0))
                if isThere {
                    let restored = try await BitcoinAnalyzer.run(
                        ["restore", "b", "--force"], ["DATABASE_URL": engine.emptyDatabase(in: folder + "/other")],
                        in: folder)
                    #expect(restored.code == 0, "what has the name is whole: \(restored)")
                }
                try? FileManager.default.removeItem(atPath: folder + "/b")
            }
            #expect(try await BitcoinAnalyzer.run(["backup", "b"], ["DATABASE_URL": url], in: folder).code == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("b") } == ["b"])
        }
    }

    @Test("a folder that is not writable, or does not exist, is reported", arguments: Engine.all)
    func folders(_ engine: Engine) async throws {
        try await withFolder { folder in
            // For the one who runs it without privilege the SQLite file has to be readable and its folder writable.
            let settings = [
                "DATABASE_URL": engine == .sqlite
                    ? "sqlite://\(folder)/open/data.db" : try await engine.emptyDatabase(in: folder)
            ]
            try await withDatabase(settings["DATABASE_URL"] ?? "") { try await $0.claim(.real) }
            if engine == .sqlite { try await ChildProcess.run(["chmod", "-R", "a+rwX", folder + "/open"], in: "/") }
            try FileManager.default.createDirectory(
                atPath: folder + "/shut", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o555])
            let shut = try await BitcoinAnalyzer.runWithoutPrivilege(
                ["backup", "shut/b", "--json"], settings, in: folder)
            #expect(shut.code == 77 && shut.errors.contains("ls -ld '\(folder)/shut'"), "\(shut)")
            let absent = try await BitcoinAnalyzer.run(["backup", "absent/b", "--json"], settings, in: folder)
            #expect(absent.code == 74 && absent.errors.contains("\(folder)/absent"), "\(absent)")
            let folderItself = try await BitcoinAnalyzer.run(["backup", folder, "--force"], settings, in: folder)
            #expect(folderItself.code == 74 && folderItself.errors.contains("not a folder"), "\(folderItself)")
            #expect(try await BitcoinAnalyzer.run(["backup", ""], settings, in: folder).code == 64)
        }
    }

    @Test(
        "no backup is written over the database itself, by whatever name",
        arguments: ["data.db", "link.db", "./data.db-wal"])
    func ontoItself(name: String) async throws {
        try await withFolder { folder in
            try await fill("sqlite://\(folder)/data.db", close: 200)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link.db", withDestinationPath: folder + "/data.db")
            let database = try await Database.open(try DatabaseURL("sqlite://\(folder)/data.db"))
            let before =
                try FileManager.default.attributesOfItem(atPath: folder + "/data.db")[.systemFileNumber] as? Int
            let ended = try await BitcoinAnalyzer.run(
                ["backup", name, "--force"], ["DATABASE_URL": "sqlite://\(folder)/data.db"], in: folder)
            #expect(ended.code == 64 && ended.errors.contains("database itself"), "\(ended)")
            let after = try FileManager.default.attributesOfItem(atPath: folder + "/data.db")[.systemFileNumber] as? Int
            #expect(before != nil && before == after)
            await database.close()
        }
    }

    @Test(
        "a full disk is reported, and nothing is left on it",
        .enabled(if: geteuid() == 0, "skipped: mounting a small disk needs root"),
        arguments: Engine.all.map { ($0, "backup") } + [(.sqlite, "restore")])
    func fullDisk(_ engine: Engine, _ command: String) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await fill(url, close: 200)
            let small = folder + "/small"
            try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
            // A file system for this process only, removed with it; the remaining files are listed afterwards.
            let script =
                #"mount -t tmpfs -o size=200k none "$0" && "$@"; code=$?; ls "$0" >&2; exit $code"#
            let launcher = ["/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, small]
            var (words, settings) = (["backup", small + "/b"], ["DATABASE_URL": url])
            if command == "restore" {
                #expect(try await BitcoinAnalyzer.run(["backup", "b"], settings, in: folder).code == 0)
                words = ["restore", "b", "--force"]
                settings["DATABASE_URL"] = "sqlite://\(small)/data.db"
            }
            let program = try BitcoinAnalyzer.start(words, settings, in: folder, by: launcher)
            defer { program.destroy() }
            let ended = try await program.end()
            #expect(ended.code == 74, "\(ended)")
            #expect(ended.errors.contains("full") || ended.errors.contains("No space left"), "\(ended)")
            #expect(!ended.errors.contains(".partial\n"), "\(ended)")
        }
    }

    @Test(
        "no program of PostgreSQL is needed, nor learns a password, and a backup holds none",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func arguments() async throws {
        try await withFolder { folder in
            let url = try await Engine.postgres.emptyDatabase(in: folder)
            try await withDatabase(url) { try await $0.claim(.real) }
            let settings = ["DATABASE_URL": url, "PATH": folder, "LOG_LEVEL": "trace"]
            #expect(try await BitcoinAnalyzer.run(["backup", "b"], settings, in: folder).code == 0)
            #expect(try await BitcoinAnalyzer.run(["restore", "b", "--force"], settings, in: folder).code == 0)
            let backup = try Data(contentsOf: URL(filePath: folder + "/b"))
            #expect(backup.firstRange(of: Data(Secrets.passwords[0].utf8)) == nil)
        }
    }

    @Test(
        "several hosts in the address: the one that answers is backed up",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func severalHosts() async throws {
        try await withFolder { folder in
            let url = try await Engine.postgres.emptyDatabase(in: folder).replacingOccurrences(
                of: "@127.0.0.1", with: "@127.0.0.1:1,127.0.0.1")
            try await withDatabase(url) { try await $0.claim(.real) }
            for words in [["backup", "b"], ["restore", "b", "--force"]] {
                let ended = try await BitcoinAnalyzer.run(words, ["DATABASE_URL": url], in: folder)
                #expect(ended.code == 0, "\(ended)")
            }
        }
    }

    @Test("a missing PostgreSQL program is reported with its package")
    func missing() async throws {
        try await withFolder { folder in
            try script("prlimit", "exec /usr/bin/prlimit \"$@\"", in: folder)
            try Data("PGDMP archive".utf8).write(to: URL(filePath: folder + "/b"))
            let ended = try await BitcoinAnalyzer.run(
                ["restore", "b", "--unverified", "--json"],
                ["DATABASE_URL": "sqlite://\(folder)/new.db", "PATH": folder + "/bin"], in: folder)
            #expect(
                ended.code == 69 && ended.errors.contains("pg_restore") && ended.errors.contains("postgresql-client"),
                "\(ended)")
        }
    }
}

/// Puts a shell script into the folder's `bin`.
func script(_ name: String, _ text: String, in folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: "\(folder)/bin/\(name)"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/bin/\(name)")
}
