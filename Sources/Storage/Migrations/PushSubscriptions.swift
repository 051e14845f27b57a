extension Migration {
    /// Creates the table of the browsers that notifications go to.
    static let pushSubscriptions = Migration(version: 9, name: "push subscriptions") { dialect in
        [
            """
            CREATE TABLE push_subscriptions (
                id \(dialect.keyText) NOT NULL PRIMARY KEY, endpoint TEXT NOT NULL, p256dh TEXT NOT NULL,
                auth TEXT NOT NULL, language TEXT NOT NULL, created BIGINT NOT NULL, delivered BIGINT
            )\(dialect.clustered)
            """
        ]
    }
}
