import Domain
import Foundation
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

/// Ctrl-C and SIGTERM end everything within five seconds, and leave a database that tells what happened.
///
/// After 4.5 seconds the program ends itself by force, and says so: without that warning it has ended by itself, and in
/// time, however late this process sees it.
struct SignalTests {
    static let signals = [SIGTERM, SIGINT]

    @Test("collect that waits for a hanging source abandons its run", arguments: Engine.all, signals)
    func collect(_ engine: Engine, _ signal: Int32) async throws {
        try await withWorld(engine) { world in
            world.sandbox.faults.set(.hang, on: .venue(.coinbase))
            try await world.with("collect") { program in
                try await world.sandbox.requests.wait(for: 1, to: .venue(.coinbase))
                let ended = try await end(program, by: signal)
                #expect(ended.code == 75, "\(ended)")
                #expect(ended.errors.contains("run the command again"))
            }
            try await expectAbandoned(in: world)
        }
    }

    @Test("serve whose collection hangs closes its ports and abandons its run", arguments: Engine.all, signals)
    func serve(_ engine: Engine, _ signal: Int32) async throws {
        try await withWorld(engine) { world in
            for venue in World.venues { world.sandbox.faults.set(.hang, on: Endpoint.venue(venue)) }
            try await world.with("serve") { program in
                let address = try await program.address(of: "api")
                _ = try await program.address(of: "web")
                try await world.sandbox.requests.wait(for: 1, to: .venue(.coinbase))
                #expect(try await ask(address + "/livez").status == 200)
                let ended = try await end(program, by: signal)
                #expect(ended.code == 0, "\(ended)")
                await #expect(throws: (any Error).self) { try await ask(address + "/livez") }
            }
            try await expectAbandoned(in: world)
        }
    }

    @Test("serve closes while clients keep their connections open", arguments: signals)
    func connected(_ signal: Int32) async throws {
        try await withWorld { world in
            try await world.with("serve") { program in
                // The shared client of these tests keeps its connections for the next request.
                for service in ["api", "web"] {
                    #expect(try await ask(program.address(of: service) + "/livez").status == 200)
                }
                try await program.logged("ends: ok")
                let ended = try await end(program, by: signal)
                #expect(ended.code == 0, "\(ended)")
            }
        }
    }

    @Test("demo ends and takes its database with it", arguments: signals)
    func demo(_ signal: Int32) async throws {
        try await withFolder { folder in
            try await BitcoinAnalyzer.with(["demo", "--days", "3"], ["LOG_LEVEL": "info"], in: folder) { program in
                #expect(try await ask(program.address(of: "web") + "/").status == 200)
                let ended = try await end(program, by: signal)
                #expect(ended.code == 0, "\(ended)")
                #expect(
                    !ended.errors.contains(#""level":"error""#) && !ended.errors.contains(" error "), "\(ended.errors)")
            }
            let left = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/state")) ?? []
            #expect(left.isEmpty)
        }
    }

    @Test("export to a reader that takes no more ends, also on one processor", arguments: signals)
    func unread(_ signal: Int32) async throws {
        try await withFolder { folder in
            let url = "sqlite://\(folder)/data.db"
            try await withDatabase(url) { database in
                try await database.claim(.real)
                _ = try await database.candles.keep(
                    try (0..<20_000).map { hour in
                        ArchivedCandle(
                            try .hour(hour, close: 7), source: "kraken", run: RunID(rawValue: "r"),
                            seenAt: .hour(hour + 2))
                    })
            }
            try #require(mkfifo(folder + "/pipe", 0o600) == 0)
            // For both, so that neither end waits for the other to be opened.
            let pipe = open(folder + "/pipe", O_RDWR | O_NONBLOCK | O_CLOEXEC)
            try #require(pipe >= 0)
            defer { close(pipe) }
            let processor = try #require(
                String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                    .firstMatch(of: /Cpus_allowed_list:\s*(\d+)/)?.1)
            let launcher = ["/usr/bin/taskset", "-c", "\(processor)", "/bin/sh", "-c", #"exec "$@" >pipe"#, "sh"]
            let program = try BitcoinAnalyzer.start(
                ["export", "candles"], ["DATABASE_URL": url], in: folder, by: launcher)
            defer { program.destroy() }
            // Of the first page, which does not fit into the pipe.
            try await eventually("the first page") {
                try #require(program.transcript.written.ending == nil, "\(program.transcript.written)")
                var bytes = [UInt8](repeating: 0, count: 4096)
                return read(pipe, &bytes, bytes.count) == bytes.count
            }
            let ended = try await end(program, by: signal)
            #expect(ended.code == 75 && ended.errors.contains("what was written ends early"), "\(ended)")
        }
    }

    /// A trigger holds the commit up until the signal has been received, for which the program is asked nothing.
    @Test(
        "import that stores everything in spite of the signal says so",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"), arguments: signals)
    func stored(_ signal: Int32) async throws {
        try await withFolder { folder in
            let url = try await Engine.postgres.emptyDatabase(in: folder)
            try await withDatabase(url) { database in
                try await database.engine.write { sql throws(ArchiveFailure) in
                    _ = try sql.execute(
                        """
                        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            PERFORM pg_advisory_lock(\(Self.begin));
                            WHILE NOT EXISTS (\(Self.held(Self.end))) LOOP PERFORM pg_sleep(0.01); END LOOP;
                            RETURN NULL;
                        END $$
                        """, [])
                    _ = try sql.execute(
                        "CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON candles_1h DEFERRABLE INITIALLY DEFERRED "
                            + "FOR EACH ROW EXECUTE FUNCTION hold()", [])
                }
                let text = """
                    time,open,high,low,close,volume,quote,source,closed
                    2024-01-01T00:00:00Z,42000.5,42100,41900,42050,12.5,USD,coinbase,true
                    2024-01-01T01:00:00Z,42050,42300.25,42000,42250,1,USD,coinbase,true

                    """
                try Data(text.utf8).write(to: URL(filePath: folder + "/a.csv"))
                try await BitcoinAnalyzer.with(["import", "a.csv"], ["DATABASE_URL": url], in: folder) { program in
                    try await eventually("the commit") {
                        try #require(program.transcript.written.ending == nil, "\(program.transcript.written)")
                        return try await database.engine.read { sql throws(ArchiveFailure) in
                            try !sql.rows(Self.held(Self.begin)).isEmpty
                        }
                    }
                    program.signal(signal)
                    try await eventually("the signal") { try !Self.isPending(signal, of: program.process) }
                    try await database.engine.write { sql throws(ArchiveFailure) in
                        _ = try sql.rows("SELECT 1 WHERE pg_advisory_lock(\(Self.end)) IS NOT NULL")
                    }
                    let ended = try await program.end()
                    #expect(ended.code == 0 && ended.output.contains("a.csv"), "\(ended)")
                }
            }
            #expect(try await Dump(of: url).candles.count == 2)
        }
    }

    /// Of the commit, as locks that others see.
    private static let (begin, end) = (77_001, 77_002)

    /// In this database alone: `pg_locks` shows those of the whole server, on which the other case runs.
    private static func held(_ lock: Int) -> String {
        """
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = \(lock)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    }

    /// Whether a process has not received a signal yet (proc_pid_status(5), ShdPnd).
    private static func isPending(_ signal: Int32, of process: pid_t) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") })
        let pending = try #require(UInt64(line.dropFirst("ShdPnd:".count).drop { $0.isWhitespace }, radix: 16))
        return pending & 1 << UInt64(signal - 1) != 0
    }

    private func end(_ program: ChildProgram, by signal: Int32) async throws -> Ended {
        program.signal(signal)
        let ended = try await program.end()
        #expect(!ended.errors.contains("shutdown did not complete"), "\(ended)")
        return ended
    }

    private func expectAbandoned(in world: World) async throws {
        let dump = try await world.dump()
        #expect(dump.runs.map(\.outcome) == [.abandoned] && dump.runs.allSatisfy { $0.finished != nil })
        // No lease is left: the next run starts at once.
        world.sandbox.faults.clearAll()
        #expect(try await world.run("collect", "prices").code == 0)
        #expect(try await world.dump().openTimes == world.hoursOfFirstPass)
    }
}
