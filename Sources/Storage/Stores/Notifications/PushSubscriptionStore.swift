import Domain
import FoundationEssentials

/// The browsers that notifications go to, in the table `push_subscriptions`.
struct PushSubscriptionStore: PushSubscriptionLog {
    let engine: any SQLEngine

    private static let names = "id, endpoint, p256dh, auth, language, created, delivered"

    /// One that is there stays as old as it is: what waits for it was created since then.
    func keep(_ subscription: PushSubscription, limit: Int) async throws(ArchiveFailure) -> Bool {
        let values: [SQLValue] = [
            .text(subscription.id), .text(SQLValue.cleaned(subscription.endpoint)),
            .text(subscription.key.base64URL), .text(subscription.secret.base64URL),
            .text(subscription.language.rawValue), .time(subscription.created), .time(subscription.delivered),
        ]
        return try await engine.write { database throws(ArchiveFailure) in
            // Of two sessions of a server neither sees what the other has not committed.
            if database.dialect == .postgres {
                _ = try database.execute("LOCK TABLE push_subscriptions IN SHARE ROW EXCLUSIVE MODE")
            }
            return try database.execute(
                """
                INSERT INTO push_subscriptions (\(Self.names)) SELECT \(Self.columns)
                WHERE (SELECT COUNT(*) FROM push_subscriptions WHERE id <> ?) < ?
                ON CONFLICT (id) DO UPDATE SET endpoint = excluded.endpoint, p256dh = excluded.p256dh,
                auth = excluded.auth, language = excluded.language, delivered = excluded.delivered
                """, values + [.text(subscription.id), .count(limit)]) == 1
        }
    }

    func subscriptions() async throws(ArchiveFailure) -> [PushSubscription] {
        try await engine.read { database throws(ArchiveFailure) in
            var subscriptions: [PushSubscription] = []
            for row in try database.rows("SELECT \(Self.names) FROM push_subscriptions ORDER BY created, id") {
                subscriptions.append(try Self.subscription(in: row))
            }
            return subscriptions
        }
    }

    func removeSubscription(_ id: String) async throws(ArchiveFailure) -> PushSubscription? {
        let id = SQLValue.cleaned(id)
        return try await engine.write { database throws(ArchiveFailure) in
            let row = try database.rows("SELECT \(Self.names) FROM push_subscriptions WHERE id = ?", [.text(id)]).first
            guard let row, try database.execute("DELETE FROM push_subscriptions WHERE id = ?", [.text(id)]) == 1
            else { return nil }
            return try Self.subscription(in: row)
        }
    }

    func recordDelivery(to id: String, at time: Timestamp) async throws(ArchiveFailure) {
        let id = SQLValue.cleaned(id)
        try await engine.write { database throws(ArchiveFailure) in
            _ = try database.execute(
                "UPDATE push_subscriptions SET delivered = ? WHERE id = ?", [.time(time), .text(id)])
        }
    }

    /// The parameters with their types, which PostgreSQL does not find in a SELECT by itself.
    private static let columns =
        "CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), "
        + "CAST(? AS BIGINT)"

    /// - Parameter row: with the columns of the table, in its order.
    static func subscription(in row: SQLRow) throws(ArchiveFailure) -> PushSubscription {
        let (id, endpoint) = (try row.text(0), try row.text(1))
        guard id.utf8.count == PushSubscription.idLength,
            (1...PushSubscription.longestEndpoint).contains(endpoint.utf8.count), endpoint.isHTTPAddress,
            let key = [UInt8](base64URL: try row.text(2)), key.count == PushSubscription.keyLength,
            let secret = [UInt8](base64URL: try row.text(3)), secret.count == PushSubscription.secretLength
        else { throw .unreadable("a push subscription has no valid endpoint or keys") }
        return PushSubscription(
            id: id, endpoint: endpoint, key: key, secret: secret,
            // One that only a newer program speaks.
            language: Language(rawValue: try row.text(4)) ?? .english, created: try row.time(5),
            delivered: try row.timeIfAny(6))
    }
}
