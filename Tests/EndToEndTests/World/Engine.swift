import Sandbox
import SandboxSupport
import Support
import Testing

/// The engines that every command has to work on.
enum Engine: String, Sendable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// Both, or only SQLite where no PostgreSQL is installed.
    static let all: [Engine] = PostgresServer.isInstalled ? [.sqlite, .postgres] : [.sqlite]

    var testDescription: String { rawValue }

    /// `DATABASE_URL` of a database that holds nothing yet.
    func emptyDatabase(in folder: String) async throws -> String {
        switch self {
        case .sqlite: "sqlite://\(folder)/data.db"
        case .postgres: try await PostgresServer.shared().freshDatabaseURL()
        }
    }
}
