package import Sandbox

extension PostgresServer {
    /// One server for the test process, started on first use.
    package static func shared() async throws -> PostgresServer { try await theShared.value }
    // Not a word that could occur in a message by chance.
    private static let theShared = Task { try await PostgresServer(password: "s3cret-Pa55w0rd") }
}
