import Domain
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

@Suite(
    "PostgreSQL servers that cannot be used", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"),
    .timeLimit(.minutes(10))
)
struct PostgresFailureTests {
    private func opening(_ url: String) async throws -> ArchiveFailure {
        let failure = try await archiveFailure { _ = try await Database.open(try DatabaseURL(url)) }
        #expect(failure.description.contains("DATABASE_URL"))
        return failure
    }

    @Test("a wrong password is called that, and not shown")
    func wrongPassword() async throws {
        let failure = try await opening(PostgresServer.shared().url(database: "postgres", password: "wr0ng-Pa55w0rd"))
        #expect(failure.kind == .authentication)
        #expect(!failure.description.contains("Pa55w0rd"))
        #expect(failure.description.contains("bitcoin@127.0.0.1"))
    }

    @Test("a database that does not exist is named, with how to make it")
    func missing() async throws {
        let failure = try await opening(PostgresServer.shared().url(database: "nowhere"))
        #expect(failure.kind == .notFound)
        #expect(failure.description.contains("createdb") && failure.description.contains("nowhere"))
        #expect(!failure.description.contains("Pa55w0rd"))
    }

    @Test(
        "a host where nothing listens, or that has no address, is unreachable",
        arguments: ["127.0.0.1:1", "no-such-host.invalid:5432"])
    func unreachable(host: String) async throws {
        let failure = try await opening("postgres://bitcoin:s3cret-Pa55w0rd@\(host)/bitcoin")
        #expect(failure.kind == .unreachable)
        #expect(failure.description.contains(host) && failure.description.contains("/bitcoin"))
        #expect(!failure.description.contains("Pa55w0rd"))
    }

    @Test("of several hosts, one that answers is enough")
    func severalHosts() async throws {
        let server = try await PostgresServer.shared()
        let url = try await server.freshDatabaseURL().replacing("@127.0.0.1", with: "@127.0.0.1:1,127.0.0.1")
        try await withOpen(try DatabaseURL(url)) { database in
            let version = try await database.schemaVersion()
            #expect(version == Database.newestSchemaVersion)
        }
    }

    @Test("a statement that asks a read-only server to write is called that")
    func readOnly() async throws {
        let server = try await PostgresServer.shared()
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        try await withOpen(url) { _ in }
        try await server.execute(
            "ALTER DATABASE \(url.description.split(separator: "/").last ?? "") SET default_transaction_read_only = on")
        try await withOpen(url) { database in
            let failure = try await archiveFailure { _ = try await database.candles.keep([try .hour(0)]) }
            #expect(failure.kind == .readOnly)
        }
    }

    @Test("a host name that cannot be resolved is named, and starting a server here is not the advice")
    func unknownHost() async throws {
        let failure = try await opening("postgres://bitcoin@no-such-host.invalid:5432/bitcoin")
        #expect(failure.message.english.contains("the host name no-such-host.invalid cannot be resolved"))
        #expect(failure.command?.contains("getent hosts no-such-host.invalid") == true)
        #expect(failure.command?.contains("systemctl") == false)
    }

    @Test("a server here on whose port nothing listens is to be started")
    func notRunning() async throws {
        let failure = try await opening("postgres://bitcoin@127.0.0.1:1/bitcoin")
        #expect(failure.command == "pg_isready -h 127.0.0.1 -p 1; sudo systemctl start postgresql")
    }

    @Test("a server here that does not respond is not to be started again")
    func notResponding() throws {
        guard case .postgres(let address) = try DatabaseURL("postgres://bitcoin@127.0.0.1:1/bitcoin").place else {
            return
        }
        for (message, starts) in [
            ("connection to server at \"127.0.0.1\", port 1 failed: Connection refused", true),
            ("connection to server on socket \"/run/.s.PGSQL.1\" failed: No such file or directory", true),
            ("connection to server at \"127.0.0.1\", port 1 failed: timeout expired", false),
            ("server closed the connection unexpectedly", false),
        ] {
            let command = PostgresFailure.unreachable(address, message).command
            #expect(command?.contains("systemctl start") == starts, "\(message)")
            #expect(command?.contains("pg_isready") == true && (starts || command?.contains("journalctl") == true))
        }
    }

    @Test("a name is one word of the shell, and one identifier of SQL")
    func quoted() {
        #expect(PostgresAddress.word("bitcoin-1.x_y") == "bitcoin-1.x_y")
        #expect(PostgresAddress.word("my base's") == "'my base'\\''s'" && PostgresAddress.word("") == "''")
        #expect(PostgresAddress.identifier("a\"b-c") == "\"a\"\"b-c\"")
    }

    @Test("used up connections are called that, whether they are met or foreseen, with who uses them")
    func exhausted() async throws {
        let server = try await PostgresServer(maxConnections: 8)
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        try await withOpen(url) { database in
            // One of ours is open; the others take what is left.
            var others: [Database] = []
            var failure: ArchiveFailure?
            while failure == nil, others.count < 20 {
                do throws(ArchiveFailure) { others.append(try await Database.open(url, migrate: false)) } catch {
                    failure = error
                }
            }
            #expect(failure?.kind == .connectionsExhausted, "\(String(describing: failure))")
            #expect(failure?.command?.contains("pg_stat_activity") == true)
            let writing = try await database.examine(thorough: false).writing
            #expect(writing?.kind == .connectionsExhausted)
            #expect(writing?.reasons.contains { $0.line.contains("sessions of user bitcoin") } == true)
            for other in others { await other.close() }
            let deadline = ContinuousClock.now + hangLimit
            var left = try await database.examine(thorough: false).writing
            while left != nil, ContinuousClock.now < deadline {
                left = try await database.examine(thorough: false).writing
            }
            #expect(left == nil)
        }
    }

    @Test("a missing table or column is named; migrations do not make it again, and a restored backup does")
    func damagedSchema() async throws {
        try await withFolder { folder in
            let server = try await PostgresServer.shared()
            let url = try DatabaseURL(try await server.freshDatabaseURL())
            let name = "\(url.description.split(separator: "/").last ?? "")"
            try await withOpen(url) { database in
                _ = try await database.candles.keep([try .hour(0)])
                try await server.execute(
                    "DROP TABLE leases; ALTER TABLE runs DROP COLUMN host", database: name)
                let failure = try await archiveFailure { _ = try await database.examine(thorough: false) }
                #expect(failure.kind == .schemaDamaged)
                #expect(failure.message.english.hasSuffix("lacks runs.host and leases"), "\(failure.message.english)")
                try await database.migrate()
                let still = try await archiveFailure { _ = try await database.examine(thorough: false) }
                #expect(still.kind == .schemaDamaged)
                try await server.execute("DROP TABLE schema_migrations", database: name)
                let versions = try await archiveFailure { try await database.migrate() }
                #expect(versions.kind == .schemaDamaged && versions.message.english.contains("schema_migrations"))
            }
        }
    }

    @Test("a privilege that is missing on one table is a failed write until it is granted")
    func revoked() async throws {
        let server = try await PostgresServer.shared()
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        let name = "\(url.description.split(separator: "/").last ?? "")"
        // With a hyphen, as that of the user that the service runs as.
        let role = "r-" + name.dropFirst()
        try await withOpen(url) { _ in }
        try await server.execute(
            "CREATE ROLE \"\(role)\" LOGIN PASSWORD 'limited'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                + "public TO \"\(role)\"; REVOKE INSERT ON candles_1h FROM \"\(role)\"", database: name)
        let limited = try DatabaseURL("postgres://\(role):limited@127.0.0.1:\(server.port)/\(name)")
        try await withOpen(limited, migrate: false) { database in
            let writing = try await database.examine(thorough: false).writing
            #expect(writing?.kind == .readOnly && writing?.message.english.contains("table candles_1h") == true)
            // The remedy, as shown, after the shell has read it.
            let command = try #require(writing?.command)
            let words = try await ChildProcess.run(
                ["sh", "-c", "sudo() { printf '%s\\n' \"$@\"; }; " + command], in: "/"
            ).split(separator: "\n").map(String.init)
            #expect(words.dropLast().suffix(3) == ["-d", name, "-c"])
            try await server.execute(try #require(words.last), database: name)
            #expect(try await database.examine(thorough: false).writing == nil)
        }
    }

    @Test("another command of this program that holds a lock is not to be ended, only waited for")
    func heldByOurs() async throws {
        let server = try await PostgresServer.shared()
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        try await withOpen(url) { other in
            let failure = try await other.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("LOCK TABLE candles_1h IN SHARE ROW EXCLUSIVE MODE")
                guard case .postgres(let address) = url.place else { return ArchiveFailure?.none }
                let asked = try PostgresConnector(address: address).connect()
                let held = try PostgresSessions.holding(asked, tables: ["candles_1h"])
                return ArchiveFailure.locked(address, by: held)
            }
            #expect(failure?.reasons.count == 1 && failure?.kind == .locked)
            #expect(failure?.hint.english.contains("another command of this program is writing") == true)
            #expect(failure?.command?.contains("pg_terminate_backend") == false)
            #expect(failure?.command?.contains("pg_blocking_pids") == true)
        }
    }

    @Test("writes of ours that exclude no other writers hold nothing, and the turn of the writers of candles does")
    func harmlessLocks() async throws {
        let server = try await PostgresServer.shared()
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        try await withOpen(url) { database in
            let counts = try await database.engine.write { connection throws(ArchiveFailure) in
                guard case .postgres(let address) = url.place else { return [Int]() }
                let asked = try PostgresConnector(address: address).connect()
                _ = try connection.execute("DELETE FROM candles_1h WHERE minute = 0")
                let before = try PostgresSessions.holding(asked, tables: ["candles_1h"]).count
                if let lock = connection.dialect.candleLock { _ = try connection.rows(lock) }
                let held = try PostgresSessions.holding(asked, tables: ["candles_1h"])
                return [before, held.count, held.filter(\.isOurs).count]
            }
            #expect(counts == [0, 1, 1])
        }
    }

    @Test("the session that holds a lock is named, and ending it as the remedy says ends the failure")
    func held() async throws {
        let server = try await PostgresServer.shared()
        let url = try DatabaseURL(try await server.freshDatabaseURL())
        let name = "\(url.description.split(separator: "/").last ?? "")"
        try await withOpen(url) { database in
            try await withOpen(url) { other in
                let lock = try await HeldWriteLock.acquire(on: other)
                let failure = try #require(try await database.examine(thorough: false).writing)
                #expect(failure.kind == .locked && failure.reasons.count == 1, "\(failure)")
                #expect(failure.message.english.contains("user bitcoin, from 127.0.0.1"))
                let end = try #require(failure.command?.firstRange(of: "SELECT pg_terminate_backend("))
                let sql = try #require(failure.command.map { String($0[end.lowerBound...].dropLast()) })
                try await server.execute(sql, database: name)
                #expect(try await database.examine(thorough: false).writing == nil)
                await lock.release()
            }
        }
    }

    @Test("an outage is reported, and the pool and the watcher recover with the server")
    func outage() async throws {
        let server = try await PostgresServer()
        try await withOpen(try DatabaseURL(try await server.freshDatabaseURL())) { database in
            var changes = database.changes.changes().makeAsyncIterator()
            #expect(await changes.next() != nil)
            _ = try await database.candles.keep([try .hour(0)])
            #expect(await changes.next() != nil)

            try await server.stop()
            let failure = try await archiveFailure { _ = try await database.candles.keep([try .hour(1)]) }
            #expect(failure.kind == .unreachable)
            #expect(!failure.description.contains("Pa55w0rd"))

            try await server.start()
            #expect(try await database.candles.keep([try .hour(0), try .hour(1)]) == WriteResult(new: 1, unchanged: 1))
            #expect(await changes.next() != nil)
        }
    }

    @Test("a connection that is cut in the middle of a transaction leaves nothing of it")
    func cut() async throws {
        try await withDatabase(.postgres) { database in
            let failure = try await archiveFailure {
                try await database.engine.write { connection throws(ArchiveFailure) in
                    _ = try connection.execute("INSERT INTO meta (key, value) VALUES ('half', 'written')")
                    _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(failure.kind == .unreachable)
            let left = try await database.engine.read { connection throws(ArchiveFailure) in
                try connection.rows("SELECT * FROM meta")
            }
            #expect(left.isEmpty)
        }
    }

    @Test("a transaction that loses a deadlock is tried again")
    func deadlock() async throws {
        try await withDatabase(.postgres) { database in
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("INSERT INTO meta (key, value) VALUES ('a', ''), ('b', '')")
            }
            @Sendable func touch(_ first: String, _ second: String) async throws {
                try await database.engine.write { connection throws(ArchiveFailure) in
                    try connection.execute("UPDATE meta SET value = value || '1' WHERE key = ?", [.text(first)])
                    _ = try connection.rows("SELECT pg_sleep(0.2)")
                    try connection.execute("UPDATE meta SET value = value || '1' WHERE key = ?", [.text(second)])
                }
            }
            async let one: Void = touch("a", "b")
            async let other: Void = touch("b", "a")
            _ = try await (one, other)
            let rows = try await database.engine.read { connection throws(ArchiveFailure) in
                try connection.rows("SELECT value FROM meta")
            }
            #expect(rows.map(\.values) == [[.text("11")], [.text("11")]])
        }
    }

    @Test("the code of a refusal is found in libpq's text in any language")
    func states() {
        #expect(
            PostgresFailure.state(
                in: "connection to server … failed: FATAL:  28P01: authentification par mot de passe échouée")
                == "28P01")
        #expect(PostgresFailure.state(in: "ВАЖНО:  3D000: база данных не существует") == "3D000")
        #expect(PostgresFailure.state(in: "could not translate host name") == nil)
    }
}
