package import Sandbox

extension PostgresServer {
    /// One server for the whole test process, started when it is first asked for.
    package static func shared() async throws -> PostgresServer { try await theShared.value }
    // Not a word that could stand in a message by chance.
    private static let theShared = Task { try await PostgresServer(password: "s3cret-Pa55w0rd") }
}
