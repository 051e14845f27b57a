import Domain
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

@Suite(
    "What an administrator of PostgreSQL puts in the way",
    .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
struct PostgresObstacleTests {
    /// A database that belongs to a role of its own, as in an installation, and is migrated by it.
    private func withOwned(_ body: (PostgresServer, DatabaseURL, _ name: String, _ role: String) async throws -> Void)
        async throws
    {
        let server = try await PostgresServer.shared()
        let name =
            "\(try DatabaseURL(try await server.freshDatabaseURL()).description.split(separator: "/").last ?? "")"
        let role = "owner-" + name.dropFirst()
        try await server.execute(
            "CREATE ROLE \"\(role)\" LOGIN PASSWORD 'own'; ALTER DATABASE \"\(name)\" OWNER TO \"\(role)\"; "
                + "ALTER SCHEMA "
                + "public OWNER TO \"\(role)\"", database: name)
        let url = try DatabaseURL("postgres://\(role):own@127.0.0.1:\(server.port)/\(name)")
        try await withOpen(url) { database in _ = try await database.candles.keep([try .hour(0)]) }
        try await body(server, url, name, role)
    }

    /// How a write fails in a database that can be opened.
    private func writing(_ url: DatabaseURL, migrate: Bool = false) async throws -> ArchiveFailure? {
        let database = try await Database.open(url, migrate: migrate)
        do {
            let examined = try await database.examine(thorough: false)
            await database.close()
            return examined.writing
        } catch {
            await database.close()
            throw error
        }
    }

    /// The SQL of a remedy, as the shell gives it to psql.
    private func sql(_ command: String?) throws -> String {
        let command = try #require(command)
        let start = try #require(command.firstRange(of: "-c \""))
        return String(command[start.upperBound...].prefix { $0 != "\n" }.dropLast()).replacing("\\\"", with: "\"")
    }

    @Test(
        "a search_path that leads to another schema is named, nothing is made there, and its remedy ends it",
        arguments: [true, false])
    func searchPath(_ mayCreate: Bool) async throws {
        try await withOwned { server, url, name, role in
            try await server.execute(
                "CREATE SCHEMA elsewhere" + (mayCreate ? " AUTHORIZATION \"\(role)\"" : "")
                    + "; ALTER ROLE \"\(role)\" SET search_path = elsewhere", database: name)
            for migrate in [true, false] {
                let failure = try await archiveFailure { _ = try await Database.open(url, migrate: migrate) }
                #expect(failure.kind == .otherSchema, "\(failure)")
                #expect(failure.message.english.contains("in the schema public"))
                #expect(try sql(failure.command) == "ALTER ROLE \"\(role)\" RESET search_path")
            }
            try await server.execute("ALTER ROLE \"\(role)\" RESET search_path", database: name)
            #expect(try await writing(url) == nil)
        }
    }

    /// A second installation in the same database, with a role and a schema of its own.
    private func withSecond(_ body: (PostgresServer, DatabaseURL, _ name: String, _ role: String) async throws -> Void)
        async throws
    {
        try await withOwned { server, _, name, role in
            let second = "second-" + role
            try await server.execute(
                "CREATE ROLE \"\(second)\" LOGIN PASSWORD 'own'; CREATE SCHEMA \"Second\" AUTHORIZATION \"\(second)\"; "
                    + "ALTER ROLE \"\(second)\" SET search_path = \"Second\"", database: name)
            let url = try DatabaseURL("postgres://\(second):own@127.0.0.1:\(server.port)/\(name)")
            try await withOpen(url) { database in _ = try await database.candles.keep([try .hour(0)]) }
            try await body(server, url, name, second)
        }
    }

    @Test("a second installation with a role of its own may have a schema of its own")
    func secondInstallation() async throws {
        try await withSecond { _, url, _, _ in
            let failure = try await writing(url)
            #expect(failure == nil)
        }
    }

    @Test(
        "the remedy in a second installation is for its own schema",
        arguments: [
            "ALTER TABLE \"Second\".candles_1h ENABLE ROW LEVEL SECURITY; ALTER TABLE \"Second\".candles_1h "
                + "FORCE ROW LEVEL "
                + "SECURITY",
            "CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER "
                + "watchman BEFORE INSERT ON \"Second\".candles_1h FOR EACH ROW EXECUTE FUNCTION guard()",
            "REVOKE INSERT ON \"Second\".runs FROM \"ROLE\"",
        ])
    func secondRemedy(_ obstacle: String) async throws {
        try await withSecond { server, url, name, role in
            try await server.execute(obstacle.replacing("ROLE\"", with: role + "\""), database: name)
            let failure = try #require(try await writing(url))
            try await server.execute(try sql(failure.command), database: name)
            #expect(try await writing(url) == nil, "\(failure)")
        }
    }

    @Test("one role may have two installations, each of which names its schema in its address")
    func secondOfOneRole() async throws {
        try await withOwned { server, url, name, role in
            try await server.execute("CREATE SCHEMA elsewhere AUTHORIZATION \"\(role)\"", database: name)
            let second = try DatabaseURL(
                "postgres://\(role):own@127.0.0.1:\(server.port)/\(name)?options=-csearch_path%3Delsewhere")
            #expect(try await writing(second, migrate: true) == nil)
            try await server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database: name)
            try await server.execute("ALTER SCHEMA public OWNER TO \"\(role)\"", database: name)
            // It may be a first installation beside the other, or one whose path was reset.
            let failure = try await archiveFailure { _ = try await Database.open(url, migrate: true) }
            #expect(failure.kind == .otherSchema && failure.command == nil, "\(failure)")
            for schema in ["elsewhere", "public"] {
                #expect(failure.hint.english.contains("?options=-csearch_path%3D\(schema)"), "\(failure)")
            }
            let first = try DatabaseURL(
                "postgres://\(role):own@127.0.0.1:\(server.port)/\(name)?options=-csearch_path%3Dpublic")
            #expect(try await writing(first, migrate: true) == nil)
        }
    }

    @Test("a harmless trigger is not blamed for a session that has written a row and has not ended")
    func lockedRow() async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE "
                    + "TRIGGER "
                    + "audit BEFORE INSERT OR UPDATE ON candles_1h FOR EACH ROW EXECUTE FUNCTION pass()", database: name
            )
            guard case .postgres(let address) = url.place else { return }
            let other = try PostgresConnector(address: address).connect()
            try other.execute("BEGIN")
            try other.execute("UPDATE candles_1h SET volume = volume")
            #expect(try await writing(url) == nil)
            try other.execute("ROLLBACK")
        }
    }

    @Test(
        "a trigger that drops or refuses rows is named, whatever it does it to",
        arguments: [
            ("BEFORE INSERT", "RETURN NULL"), ("BEFORE UPDATE", "RETURN NULL"), ("BEFORE INSERT", "RAISE 'closed'"),
            ("AFTER INSERT", "RAISE 'closed'"), ("AFTER UPDATE", "RAISE 'closed'"),
            ("CONSTRAINT AFTER INSERT", "RAISE 'closed'"),
        ], ["ROW", "STATEMENT"])
    func triggers(_ act: (event: String, body: String), _ each: String) async throws {
        let isConstraint = act.event.hasPrefix("CONSTRAINT ")
        // Only a trigger of rows can drop one, or wait for the end of the transaction.
        guard each == "ROW" || !isConstraint && !act.body.contains("NULL") else { return }
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \(act.body); END $$; CREATE "
                    + (isConstraint ? "CONSTRAINT " : "")
                    + "TRIGGER watchman \(isConstraint ? String(act.event.dropFirst(11)) : act.event) ON candles_1h "
                    + (isConstraint ? "DEFERRABLE INITIALLY DEFERRED " : "")
                    + "FOR EACH \(each) EXECUTE FUNCTION guard(); "
                    // One before it in the alphabet that is harmless, and one that refuses what the service does not
                    // do.
                    + "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; "
                    + "CREATE TRIGGER "
                    + "audit AFTER INSERT OR UPDATE ON candles_1h FOR EACH ROW EXECUTE FUNCTION pass()", database: name)
            try await withOpen(url, migrate: false) { database in
                let writing = try await database.examine(thorough: false).writing
                #expect(writing?.kind == .readOnly && writing?.message.english.contains("trigger watchman") == true)
                try await server.execute(try sql(writing?.command), database: name)
                #expect(try await database.examine(thorough: false).writing == nil)
            }
        }
    }

    @Test("a trigger that lets rows pass is no failure, and the check leaves no trace")
    func harmlessTrigger() async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE "
                    + "TRIGGER "
                    + "audit BEFORE INSERT OR UPDATE ON candles_1h FOR EACH ROW EXECUTE FUNCTION pass()", database: name
            )
            #expect(try await writing(url) == nil)
            try await withOpen(url, migrate: false) { database in
                let count = try await database.candles.count(of: .oneHour)
                #expect(count == 1)
            }
        }
    }

    @Test(
        "what was added to a table, or taken from it, so that it refuses rows is named, and its remedy ends it",
        arguments: [
            (
                "CREATE RULE mine AS ON INSERT TO candles_1h DO INSTEAD NOTHING", "rule mine",
                ArchiveFailure.Kind.readOnly
            ),
            (
                "ALTER TABLE candles_1h ADD CONSTRAINT mine CHECK (minute < 0) NOT VALID", "constraint mine",
                .schemaDamaged
            ),
            (
                "ALTER TABLE candles_1h ADD COLUMN mine INT; UPDATE candles_1h SET mine = 1; ALTER TABLE "
                    + "candles_1h ALTER "
                    + "COLUMN mine SET NOT NULL", "column mine", .schemaDamaged
            ),
            ("ALTER TABLE candles_1h DROP CONSTRAINT candles_1h_pkey", "primary key", .schemaDamaged),
        ])
    func additions(_ sql: String, _ named: String, _ kind: ArchiveFailure.Kind) async throws {
        try await withOwned { server, url, name, _ in
            // Harmless ones are no failure.
            try await server.execute(
                "ALTER TABLE candles_1h ADD CONSTRAINT fine CHECK (minute > -5); ALTER TABLE candles_1h ADD "
                    + "COLUMN note "
                    + "TEXT", database: name)
            #expect(try await writing(url) == nil)
            try await server.execute(sql, database: name)
            let failure = try #require(try await writing(url))
            #expect(failure.kind == kind && failure.message.english.contains(named), "\(failure)")
            try await server.execute(try self.sql(failure.command), database: name)
            #expect(try await writing(url) == nil)
        }
    }

    @Test("a trigger that refuses deletions only is no failure, beside one that fires after an insert")
    func keeper() async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$; "
                    + "CREATE TRIGGER "
                    + "keeper BEFORE DELETE ON candles_1h FOR EACH ROW EXECUTE FUNCTION keep(); CREATE FUNCTION pass() "
                    + "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER audit "
                    + "AFTER INSERT "
                    + "ON candles_1h FOR EACH ROW EXECUTE FUNCTION pass()", database: name)
            #expect(try await writing(url) == nil)
        }
    }

    @Test("where one of several triggers drops rows, none of them is switched off: a query shows them")
    func several() async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; "
                    + "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; "
                    + "CREATE TRIGGER audit BEFORE INSERT ON candles_1h FOR EACH ROW EXECUTE FUNCTION pass(); "
                    + "CREATE TRIGGER loser BEFORE INSERT ON candles_1h FOR EACH ROW EXECUTE FUNCTION lose()",
                database: name)
            let failure = try #require(try await writing(url))
            #expect(failure.kind == .readOnly && failure.message.english.contains("audit and loser"))
            #expect(failure.command?.contains("pg_get_triggerdef") == true)
            #expect(failure.command?.contains("DISABLE") == false)
        }
    }

    @Test(
        "row security that hides the rows from their owner is named, also on the table of the versions",
        arguments: [
            "candles_1h", "schema_migrations",
        ])
    func rowSecurity(_ table: String) async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute(
                "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY; ALTER TABLE \(table) FORCE ROW LEVEL SECURITY",
                database: name)
            var failure: ArchiveFailure?
            do throws(ArchiveFailure) {
                let database = try await Database.open(url)
                do throws(ArchiveFailure) { failure = try await database.examine(thorough: false).writing } catch {
                    failure = error
                }
                await database.close()
            } catch {
                failure = error
            }
            #expect(
                failure?.kind == .authentication && failure?.message.english.contains(table) == true,
                "\(String(describing: failure))")
            try await server.execute(try sql(failure?.command), database: name)
            #expect(try await writing(url) == nil)
        }
    }

    @Test("a database that accepts no connections is not a server that has to be started")
    func noConnections() async throws {
        try await withOwned { server, url, name, _ in
            try await server.execute("ALTER DATABASE \"\(name)\" ALLOW_CONNECTIONS false", database: "postgres")
            let failure = try await archiveFailure { _ = try await Database.open(url, migrate: false) }
            #expect(failure.kind == .unreachable && failure.command?.contains("systemctl start") == false)
            #expect(failure.command?.contains("-d postgres") == true)
            try await server.execute(try sql(failure.command), database: "postgres")
            try await withOpen(url, migrate: false) { _ in }
        }
    }

    @Test("an expired password is one of the reasons that the remedy of a refused login shows")
    func expired() async throws {
        try await withOwned { server, url, name, role in
            try await server.execute("ALTER ROLE \"\(role)\" VALID UNTIL '2020-01-01'", database: name)
            // Where the server asks for passwords at all.
            do throws(ArchiveFailure) { await (try Database.open(url, migrate: false)).close() } catch {
                #expect(error.kind == .authentication && error.command?.contains("rolvaliduntil") == true)
            }
        }
    }

    @Test("what the server’s own file system refuses it is not a missing privilege")
    func dataFolder() throws {
        guard case .postgres(let address) = try DatabaseURL("postgres://u@127.0.0.1:5433/d").place else { return }
        let failure = PostgresFailure.running(
            address, message: "ERROR:  42501: could not open file \"base/16384/16397\": Permission denied",
            state: "42501", lost: false)
        #expect(failure.kind == .readOnly && failure.command?.contains("GRANT") == false)
        #expect(failure.command?.contains("data_directory") == true)
        // A server whose messages are French (lc_messages).
        let french = PostgresFailure.running(
            address,
            message: "ERREUR:  42501: n'a pas pu ouvrir le fichier « base/16384/16397 » : Permission non accordée",
            state: "42501", lost: false)
        #expect(french.kind == .readOnly && french.command == failure.command)
        let privilege = PostgresFailure.running(
            address, message: "ERROR:  42501: permission denied for table runs", state: "42501", lost: false)
        #expect(privilege.kind == .authentication && privilege.command?.contains("GRANT") == true)
        let schema = PostgresFailure.running(
            address, message: "ERROR:  3F000: no schema has been selected to create in", state: "3F000", lost: false)
        #expect(schema.kind == .otherSchema)
    }
}
