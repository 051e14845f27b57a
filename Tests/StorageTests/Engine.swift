import Domain
import FoundationEssentials
import Sandbox
import SandboxSupport
import Support
import Testing

@testable import Storage

/// The engines that every store is tested on.
enum Engine: String, Sendable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// Both, or only SQLite where no PostgreSQL is installed.
    static let all: [Engine] = PostgresServer.isInstalled ? [.sqlite, .postgres] : [.sqlite]

    var testDescription: String { rawValue }

    /// The address of a database that does not hold anything yet.
    func emptyDatabase(in folder: String) async throws -> DatabaseURL {
        switch self {
        case .sqlite: .sqlite(file: folder + "/data.db")
        case .postgres: try DatabaseURL(try await PostgresServer.shared().freshDatabaseURL())
        }
    }
}

@Suite("Engines") struct EngineTests {
    @Test(
        "PostgreSQL is here, so the conformance suite runs over both engines",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func bothEngines() {
        #expect(Engine.all == [.sqlite, .postgres])
    }
}

/// Lends an empty, migrated database to a test, and takes it away afterwards.
func withDatabase(_ engine: Engine, _ body: (Database) async throws -> Void) async throws {
    try await withEmptyDatabase(engine) { url in
        try await withOpen(url, body)
    }
}

func withEmptyDatabase(_ engine: Engine, _ body: (DatabaseURL) async throws -> Void) async throws {
    try await withFolder { folder in
        try await body(try await engine.emptyDatabase(in: folder))
    }
}

func withOpen(_ url: DatabaseURL, migrate: Bool = true, _ body: (Database) async throws -> Void) async throws {
    let database = try await Database.open(url, migrate: migrate)
    do {
        try await body(database)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

/// A folder of the test's own. Lent to a few tests at a time: each of them may hold threads, files and connections. A
/// test that has one gets more at once: as many that all wait for a second one would wait for ever.
func withFolder(_ body: (String) async throws -> Void) async throws {
    guard !Turnstile.isInside else { return try await withFreshFolder(body) }
    await Turnstile.shared.enter()
    let result: Result<Void, any Error>
    do {
        result = .success(try await Turnstile.$isInside.withValue(true) { try await withFreshFolder(body) })
    } catch {
        result = .failure(error)
    }
    await Turnstile.shared.leave()
    try result.get()
}

private func withFreshFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/storage-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await body(folder)
}

private actor Turnstile {
    static let shared = Turnstile()
    /// Whether this task has passed it.
    @TaskLocal static var isInside = false
    private var free = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// The failure that the body ends with.
func archiveFailure(of body: () async throws -> Void) async throws -> ArchiveFailure {
    try #require(await #expect(throws: ArchiveFailure.self) { try await body() })
}
