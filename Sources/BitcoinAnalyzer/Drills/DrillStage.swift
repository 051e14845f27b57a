import Domain
import FoundationEssentials
import Health
import Incidents
import Sandbox
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The environment of a drill: a simulated world, a temporary directory, and processes of this program on loopback.
final class DrillStage: Sendable {
    let folder: String
    let world: RunningSandbox
    /// The difference between the simulated and the real clock, in milliseconds.
    let skew: WorldSkew
    /// A temporary server, where the drill needs one.
    let postgres: PostgresServer?
    private let settings: Mutex<[String: String]>
    private let children = Mutex<[String: pid_t]>([:])
    private let lock = Mutex<(lock: HeldWriteLock, database: Database)?>(nil)

    init(folder: String, world: RunningSandbox, skew: WorldSkew, postgres: PostgresServer?, settings: [String: String])
        async throws
    {
        self.folder = folder
        self.world = world
        self.skew = skew
        self.postgres = postgres
        let venues = Venue.defaultOrder(withKey: false)
        var defaults = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            // Ignores the settings of an installation on this machine.
            ResolvedSettings.withoutFiles: "1",
            "STATE_DIRECTORY": folder + "/state", "LOGS_DIRECTORY": folder + "/logs",
            "DATABASE_URL": "sqlite://\(folder)/state/drill.db",
            "PRICE_SOURCES": venues.map { "\($0.rawValue)=\(world.baseURL(of: $0))" }.joined(separator: ","),
            "NEWS_FEEDS": world.feedURLs.joined(separator: ","),
            "API_PORT": "0", "WEB_PORT": "0", "COLLECT_EVERY": "1s", "SOURCE_TIMEOUT": "10s", "WATCH_EVERY": "1s",
            "LOG_FORMAT": "text",
        ]
        if let postgres { defaults["DATABASE_URL"] = try await postgres.freshDatabaseURL() }
        for (key, value) in settings {
            defaults[key] = value.replacing("FOLDER", with: folder).replacing("WORLD", with: world.origin)
        }
        self.settings = Mutex(defaults)
        try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
    }

    subscript(setting: String) -> String {
        get { settings.withLock { $0[setting] ?? "" } }
        set { settings.withLock { $0[setting] = newValue } }
    }

    var stateDirectory: String { self["STATE_DIRECTORY"] }

    // MARK: Processes

    /// Starts this program with these words, under a name to stop it by.
    func start(_ name: String, _ words: [String], with more: [String: String] = [:]) throws {
        let environment = settings.withLock { $0 }.merging(more) { $1 }
        let process = try ChildProcess.start(
            [Self.program] + words, in: folder, environment: environment, output: "\(folder)/\(name).log")
        children.withLock { $0[name] = process }
    }

    /// Starts `serve`, and waits for the end of its first run.
    func startServing() async throws {
        try start("serve", ["serve"])
        try await untilCollected()
    }

    func process(_ name: String) -> pid_t? { children.withLock { $0[name] } }

    func signal(_ signal: Int32, _ name: String) {
        if let process = process(name) { kill(process, signal) }
    }

    /// Suspends a process between two of its transactions: in the middle of one, it would keep the database locked,
    /// which is another failure.
    func suspend(_ name: String) async throws {
        try await until("\(name) is suspended outside of a transaction") {
            self.signal(SIGSTOP, name)
            do throws(any Error) {
                try await self.lockDatabase()
                await self.unlockDatabase()
                return true
            } catch {
                self.signal(SIGCONT, name)
                return false
            }
        }
    }

    /// Stops a process and waits for its exit.
    @discardableResult
    func stop(_ name: String, with signal: Int32 = SIGTERM) async -> Int32? {
        guard let process = children.withLock({ $0.removeValue(forKey: name) }) else { return nil }
        kill(process, signal)
        return await ChildProcess.end(of: process)
    }

    /// Waits for the exit of a process that ends by itself.
    func end(of name: String) async -> Int32? {
        guard let process = children.withLock({ $0.removeValue(forKey: name) }) else { return nil }
        return await ChildProcess.end(of: process)
    }

    func stopAll() async {
        await unlockDatabase()
        for name in children.withLock({ Array($0.keys) }) {
            // A suspended process (SIGSTOP) handles no other signal.
            signal(SIGCONT, name)
            await stop(name, with: SIGKILL)
        }
    }

    /// Runs this program.
    /// - Returns: its stdout and exit code.
    func run(_ words: [String], with more: [String: String] = [:]) async throws -> (output: String, code: Int32) {
        let name = "run-\(words[0])-\(UInt32.random(in: 0...UInt32.max))"
        let environment = settings.withLock { $0 }.merging(more) { $1 }
        // stderr is separate, so that stdout is one JSON document.
        let process = try ChildProcess.start(
            ["/bin/sh", "-c", #"exec "$0" "$@" 2>/dev/null"#, Self.program] + words, in: folder,
            environment: environment, output: "\(folder)/\(name)")
        let status = await ChildProcess.end(of: process)
        defer { unlink("\(folder)/\(name)") }
        let output = String(
            decoding: (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))) ?? Data(), as: UTF8.self)
        return (output, status >> 8 & 0xFF)
    }

    /// The output of a process so far.
    func log(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: URL(filePath: "\(folder)/\(name).log"))) ?? Data(), as: UTF8.self)
    }

    private static let program =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "bitcoin-analyzer"

    // MARK: The database

    /// Blocks all writers of the database.
    func lockDatabase() async throws {
        let database = try await Database.open(try DatabaseURL(self["DATABASE_URL"]), migrate: false)
        let held = try await HeldWriteLock.acquire(on: database)
        lock.withLock { $0 = (held, database) }
    }

    func unlockDatabase() async {
        guard let held = lock.withLock({ $0.take() }) else { return }
        await held.lock.release()
        await held.database.close()
    }

    // MARK: Results

    /// The newest runs and all incidents, from the database and from the outbox.
    func incidents() async -> [Incident] {
        let url = self["DATABASE_URL"]
        let outbox = IncidentOutbox(stateDirectory: stateDirectory)
        let before = outbox.waiting()
        let kept =
            await withDeadline(.seconds(3), late: .abandoned) { () -> [Incident]? in
                guard let url = try? DatabaseURL(url), let database = try? await Database.open(url, migrate: false)
                else { return nil }
                let found = try? await database.incidents.incidents(matching: IncidentQuery(), limit: 100)
                await database.close()
                return found
            } ?? nil
        let all = outbox.all(besides: kept ?? [])
        let known = Set(all.map(\.id))
        // An incident delivered between the two reads would be missed.
        return all + before.filter { !known.contains($0.id) }
    }

    func runs() async -> [Run] {
        let url = self["DATABASE_URL"]
        return await withDeadline(.seconds(3), late: .abandoned) { () -> [Run] in
            guard let url = try? DatabaseURL(url), let database = try? await Database.open(url, migrate: false) else {
                return []
            }
            let found = (try? await database.runs.runs(before: nil, limit: 5)) ?? []
            await database.close()
            return found
        } ?? []
    }

    /// Waits for a successful run.
    func untilCollected() async throws {
        try await until("a collection pass has succeeded") {
            await self.runs().contains { $0.outcome == .ok || $0.outcome == .degraded }
        }
    }

    /// Polls until the condition holds.
    /// - Throws: ``DrillFailure`` after ``DrillFailure/limit``.
    func until(_ what: String, _ isSo: @Sendable () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + DrillFailure.limit
        while ContinuousClock.now < deadline {
            if try await isSo() { return }
            try await ContinuousClock().sleep(for: .milliseconds(200))
        }
        throw DrillFailure(lateFor: what)
    }
}

struct DrillFailure: Error, CustomStringConvertible {
    /// How long a drill waits for what takes seconds: a busy machine needs a multiple of them.
    static let limit = Duration.seconds(180)

    let description: String

    init(_ description: String) { self.description = description }

    /// What has not come within ``limit``.
    init(lateFor what: String) { self.init("not reached within \(Self.limit.components.seconds) s: \(what)") }
}

/// The difference between a simulated clock and the real one.
final class WorldSkew: Sendable {
    private let milliseconds = Mutex<Int64>(0)

    func set(_ skew: Duration) { milliseconds.withLock { $0 = skew.wholeMilliseconds } }

    var now: @Sendable () -> Timestamp {
        { Timestamp(milliseconds: Timestamp(Date()).milliseconds + self.milliseconds.withLock(\.self)) }
    }
}
