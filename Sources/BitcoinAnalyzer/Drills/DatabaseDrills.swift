import Domain
import FoundationEssentials
import Sandbox
import Storage

extension Drill {
    /// Failures of the database and its storage.
    static let ofTheDatabase: [Drill] = [
        Drill(
            .databaseUnreachable, level: .postgres, inject: { try await $0.postgres?.stop() },
            repair: { try await $0.postgres?.start() }),
        Drill(
            .databaseAuth, level: .postgres,
            inject: { stage in
                guard let postgres = stage.postgres else { return }
                try await postgres.execute("ALTER ROLE \(postgres.user) PASSWORD 'changed-elsewhere'")
                try await stage.cutConnections()
            },
            repair: { stage in
                guard let postgres = stage.postgres else { return }
                try await postgres.execute("ALTER ROLE \(postgres.user) PASSWORD '\(postgres.password)'")
            }),
        Drill(
            .databaseNotMigrated, level: .postgres,
            prepare: { stage in
                // A user without the privilege to create tables, as in a database managed by another team: the
                // automatic repair fails.
                try await stage.useLimitedRole()
                try await stage.startServing()
            },
            inject: {
                try await $0.onDatabase(
                    "ALTER SCHEMA public RENAME TO taken_away; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO "
                        + "PUBLIC"
                )
            },
            repair: { try await $0.onDatabase("DROP SCHEMA public; ALTER SCHEMA taken_away RENAME TO public") }),
        Drill(
            .databaseReadOnly, level: .postgres,
            inject: { stage in
                try await stage.onDatabase(
                    "ALTER DATABASE \(stage.databaseName) SET default_transaction_read_only = on")
                try await stage.cutConnections()
            },
            repair: { stage in
                try await stage.onDatabase(
                    "SET default_transaction_read_only = off; ALTER DATABASE \(stage.databaseName) RESET "
                        + "default_transaction_read_only",
                    on: "postgres")
                try await stage.cutConnections()
            }),
        Drill(
            .databaseLocked,
            inject: { try await $0.lockDatabase() }, repair: { await $0.unlockDatabase() }),
        Drill(
            .databaseMismatch, prepare: { try await $0.startAPIAndCollect() },
            inject: { stage in
                try await stage.collect(with: ["DATABASE_URL": "sqlite://\(stage.folder)/state/another.db"])
            },
            repair: { try await $0.collect() }),
        Drill(
            .databaseCorrupt,
            prepare: { stage in
                try await stage.startServing()
                _ = try await stage.run(["backup", "before.backup", "--json"])
            },
            inject: { stage in
                await stage.stop("serve")
                try stage.damageDatabase()
                try stage.start("serve", ["serve"])
            },
            repair: { stage in
                try await stage.restoreBackup()
            }),
        Drill(
            .databaseSchemaDamaged, level: .postgres,
            prepare: { stage in
                try await stage.startServing()
                try await stage.backUp()
            },
            inject: {
                try await $0.onDatabase("DROP TABLE articles, incidents; ALTER TABLE candles_1h DROP COLUMN volume")
            },
            // As the remedy says.
            repair: { try await $0.restoreBackup() }),
        Drill(
            .databaseReplaced,
            prepare: { stage in
                try await stage.startServing()
                try await stage.backUp()
            },
            inject: {
                try FileManager.default.moveItem(
                    atPath: $0.stateDirectory + "/drill.db", toPath: $0.stateDirectory + "/elsewhere.db")
            },
            // The running service opens the new file by itself.
            repair: { stage in
                let (output, code) = try await stage.run(["restore", "before.backup", "--force", "--json"])
                guard code == 0 else { throw DrillFailure("restore ended with \(code): \(output.prefix(300))") }
            }),
        Drill(
            .databaseConnectionsExhausted, level: .postgres,
            prepare: { stage in
                try await stage.useLimitedRole()
                try await stage.startServing()
            },
            inject: { stage in
                try await stage.onDatabase("ALTER DATABASE \(stage.databaseName) CONNECTION LIMIT 0", on: "postgres")
                try await stage.cutConnections()
            },
            repair: { stage in
                try await stage.onDatabase("ALTER DATABASE \(stage.databaseName) CONNECTION LIMIT -1", on: "postgres")
            }),
        Drill(
            .diskFull, level: .mounts,
            inject: { stage in
                // Until the disk is full.
                _ = try? await ChildProcess.run(
                    ["dd", "if=/dev/zero", "of=\(stage.stateDirectory)/ballast", "bs=64k"], in: "/")
            }, repair: { try FileManager.default.removeItem(atPath: $0.stateDirectory + "/ballast") }),
    ]

    /// One privilege on one table is missing: every other write succeeds.
    static let revokedTable = Drill(
        "revoked-table", causes: [.databaseReadOnly], level: .postgres,
        prepare: { stage in
            try await stage.useLimitedRole()
            try await stage.startServing()
        },
        inject: { try await $0.onDatabase("REVOKE INSERT ON candles_1h FROM limited") },
        repair: { try await $0.onDatabase("GRANT INSERT ON candles_1h TO limited") })

    /// A session that is idle in a transaction holds tables.
    static let idleTransaction = Drill(
        "idle-transaction", causes: [.databaseLocked], level: .postgres,
        inject: { try await $0.lockDatabase() }, repair: { await $0.unlockDatabase() })

    /// The second incident of the service's predecessor: the API reads an empty PostgreSQL, and the collector writes
    /// SQLite.
    static let emptyPostgres = Drill(
        "empty-postgres", causes: [.databaseMismatch], level: .postgres,
        prepare: { stage in
            try await stage.collect()
            try stage.start("api", ["api"])
            try await stage.until("the API listens") { stage.log("api").contains("listens") }
        },
        inject: { stage in try await stage.collect(with: ["DATABASE_URL": "sqlite://\(stage.folder)/state/drill.db"]) },
        repair: { try await $0.collect() })
}

extension DrillStage {
    var databaseName: String { self["DATABASE_URL"].split(separator: "/").last.map(String.init) ?? "" }

    /// As the superuser.
    func onDatabase(_ sql: String, on database: String? = nil) async throws {
        try await postgres?.execute(sql, database: database ?? databaseName)
    }

    /// Closes established connections, which a changed role or database does not affect.
    func cutConnections() async throws {
        try await onDatabase(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
                + "'\(databaseName)'",
            on: "postgres")
    }

    /// Makes the service a user that may write rows but not create tables; the tables exist already.
    func useLimitedRole() async throws {
        guard let postgres else { return }
        _ = try await run(["migrate", "--json"])
        try await onDatabase(
            """
            CREATE ROLE limited LOGIN PASSWORD 'limited-password'; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO limited; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO limited
            """)
        self["DATABASE_URL"] = "postgres://limited:limited-password@127.0.0.1:\(postgres.port)/\(databaseName)"
    }

    func backUp() async throws {
        let (output, code) = try await run(["backup", "before.backup", "--json"])
        guard code == 0 else { throw DrillFailure("backup ended with \(code): \(output.prefix(300))") }
    }

    /// Stops the service, restores the backup over the database, and starts the service again.
    func restoreBackup() async throws {
        await stop("serve")
        let (output, code) = try await run(["restore", "before.backup", "--force", "--json"])
        guard code == 0 else { throw DrillFailure("restore ended with \(code): \(output.prefix(300))") }
        try start("serve", ["serve"])
    }

    /// Overwrites the pages after the first, as a failing disk or a faulty copy does.
    func damageDatabase() throws {
        let path = stateDirectory + "/drill.db"
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        var bytes = try Data(contentsOf: URL(filePath: path))
        for index in 4096..<min(bytes.count, 4096 * 12) { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try bytes.write(to: URL(filePath: path))
    }
}
