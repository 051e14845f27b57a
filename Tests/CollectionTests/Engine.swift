import Foundation
import Sandbox
import SandboxSupport
import Storage
import Testing

/// The engines that whole simulations are run on.
enum Engine: String, Sendable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// Both, or only SQLite where no PostgreSQL is installed.
    static let all: [Engine] = PostgresServer.isInstalled ? [.sqlite, .postgres] : [.sqlite]

    var testDescription: String { rawValue }

    /// Lends a migrated database without rows.
    func withDatabase(_ body: (Database) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/collection-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let url: DatabaseURL =
            switch self {
            case .sqlite: .sqlite(file: folder + "/data.db")
            case .postgres: try DatabaseURL(try await PostgresServer.shared().freshDatabaseURL())
            }
        let database = try await Database.open(url, migrate: true)
        do {
            try await body(database)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}
