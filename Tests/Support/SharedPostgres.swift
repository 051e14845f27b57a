package import Sandbox

extension PostgresServer {
    /// One server for the whole test process, started when it is first asked for.
    package static func shared() async throws -> PostgresServer { try await theShared.value }
    private static let theShared = Task { try await PostgresServer() }
}
