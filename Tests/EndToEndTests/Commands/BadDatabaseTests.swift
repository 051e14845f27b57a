import Domain
import Foundation
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

/// Databases that cannot be used: the right exit code, the setting or the host, what to do, and never the password.
struct BadDatabaseTests {
    typealias Refusal = BadSettingTests.Refusal

    private func refusal(of url: String, in folder: String, code: Int32, _ words: [String] = ["collect"]) async throws
        -> Refusal
    {
        let ended = try await BitcoinAnalyzer.run(
            words + ["--json"], ["DATABASE_URL": url, "PRICE_SOURCES": "coinbase=http://127.0.0.1:1"], in: folder)
        #expect(ended.code == code, "\(ended)")
        let refusal = try ended.json(Refusal.self)
        #expect(refusal.exit_code == code && !refusal.hint.isEmpty && ended.errors.contains(refusal.hint))
        return refusal
    }

    @Test("a PostgreSQL server that is not there", arguments: ["collect", "api", "runs", "migrate", "serve"])
    func unreachable(_ command: String) async throws {
        try await withFolder { folder in
            // Nothing listens on the first port, and only root could.
            let refusal = try await refusal(
                of: "postgres://bitcoin:\(Secrets.passwords[0])@127.0.0.1:1/prices", in: folder, code: 69, [command])
            #expect(refusal.error.contains("127.0.0.1:1") && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
        }
    }

    @Test("a PostgreSQL server whose name cannot be resolved")
    func unresolved() async throws {
        try await withFolder { folder in
            let refusal = try await refusal(
                of: "postgres://bitcoin:\(Secrets.passwords[0])@no-such-host.invalid/prices", in: folder, code: 69)
            #expect(
                refusal.error.contains("no-such-host.invalid") && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
        }
    }

    @Test(
        "a wrong password, which is not repeated", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)")
    )
    func wrongPassword() async throws {
        try await withFolder { folder in
            let server = try await PostgresServer.shared()
            let url = server.url(database: "postgres", password: Secrets.passwords[1])
            let refusal = try await refusal(of: url, in: folder, code: 77)
            #expect(
                refusal.error.contains("127.0.0.1:\(server.port)") && refusal.error.contains("refuses")
                    && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
        }
    }

    @Test(
        "a PostgreSQL database that does not exist",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func noSuchDatabase() async throws {
        try await withFolder { folder in
            let refusal = try await refusal(
                of: PostgresServer.shared().url(database: "no_such_database"), in: folder, code: 78)
            #expect(refusal.error.contains("no_such_database") && refusal.hint.contains("createdb"), "\(refusal)")
        }
    }

    @Test("a path on which no file can be", arguments: ["/proc/bitcoin-analyzer/data.db", "/dev/null/data.db"])
    func impossiblePath(_ path: String) async throws {
        try await withFolder { folder in
            let refusal = try await refusal(of: "sqlite://" + path, in: folder, code: 78)
            #expect(refusal.error.contains(path) && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
        }
    }

    // Where nothing may be made, the setting is wrong; what is there and may only be read is a matter of permission.
    @Test(
        "a folder that may not be written, and a database that may only be read",
        arguments: [(false, Int32(78)), (true, 77)])
    func readOnly(_ isThere: Bool, _ code: Int32) async throws {
        try await withFolder { folder in
            let path = folder + "/kept/data.db"
            try FileManager.default.createDirectory(atPath: folder + "/kept", withIntermediateDirectories: true)
            if isThere { try await withDatabase("sqlite://" + path) { try await $0.claim(.real) } }
            let before = FileManager.default.contents(atPath: path)
            for (name, mode) in [(path, 0o444), (folder + "/kept", 0o555)]
            where FileManager.default.fileExists(atPath: name) {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: name)
            }
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/kept") }
            let settings = ["DATABASE_URL": "sqlite://" + path, "PRICE_SOURCES": "coinbase=http://127.0.0.1:1"]
            let ended = try await BitcoinAnalyzer.runWithoutPrivilege(["collect", "--json"], settings, in: folder)
            #expect(ended.code == code, "\(ended)")
            let refusal = try ended.json(Refusal.self)
            #expect(
                refusal.error.contains(folder + "/kept") && refusal.hint.contains("ls -ld")
                    && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
            #expect(FileManager.default.contents(atPath: path) == before, "nothing is lost")
        }
    }

    @Test("a file that is not a database", arguments: ["not a database, by any means: ", "SQLite format 3, almost: "])
    func notADatabase(_ text: String) async throws {
        try await withFolder { folder in
            let path = folder + "/data.db"
            let content = Data(String(repeating: text, count: 200).utf8)
            try content.write(to: URL(filePath: path))
            let refusal = try await refusal(of: "sqlite://" + path, in: folder, code: 65)
            #expect(refusal.error.contains(path) && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
            #expect(try Data(contentsOf: URL(filePath: path)) == content, "the file is left as it was")
        }
    }

    @Test("a database of a newer version", arguments: Engine.all, ["collect", "runs", "api"])
    func newer(_ engine: Engine, _ command: String) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await withDatabase(url) { database in
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute(
                        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'from the future', 0)",
                        [])
                }
            }
            let refusal = try await refusal(of: url, in: folder, code: 78, [command])
            #expect(
                refusal.error.contains("newer") && refusal.error.contains("999")
                    && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
        }
    }

    @Test("real prices are not mixed into a simulated database", arguments: Engine.all, ["collect", "serve"])
    func originMismatch(_ engine: Engine, _ command: String) async throws {
        try await withFolder { folder in
            let url = try await engine.emptyDatabase(in: folder)
            try await withDatabase(url) { try await $0.claim(.simulated) }
            let refusal = try await refusal(of: url, in: folder, code: 78, [command])
            #expect(refusal.error.contains("simulated") && refusal.hint.contains("DATABASE_URL"), "\(refusal)")
            #expect(try await Dump(of: url).runs.isEmpty)
        }
    }
}
