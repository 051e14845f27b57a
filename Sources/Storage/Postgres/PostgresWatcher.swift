import Domain

/// Listens for the notification that ``PostgresConnection/transaction(_:)`` sends with every commit that changed
/// something (https://www.postgresql.org/docs/current/sql-notify.html).
struct PostgresWatcher: ChangeWatcher {
    static let channel = "bitcoin_analyzer"

    private let connection: PostgresConnection

    init(_ connector: PostgresConnector) throws(ArchiveFailure) {
        connection = try connector.connect()
        try connection.execute("LISTEN \(Self.channel)")
    }

    func hasChanged() throws(ArchiveFailure) -> Bool { try connection.takeNotifications() }
}
