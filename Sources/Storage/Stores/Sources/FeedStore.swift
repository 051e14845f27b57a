import Domain

/// States of feeds in the table `feeds`, one row for each address.
struct FeedStore: FeedLog {
    let engine: any SQLEngine

    func feeds() async throws(ArchiveFailure) -> [FeedState] {
        try await engine.read { database throws(ArchiveFailure) in
            var feeds: [FeedState] = []
            for row in try database.rows("\(FeedRow.select) ORDER BY name") { feeds.append(try FeedRow.feed(in: row)) }
            return feeds
        }
    }

    func feed(at address: String) async throws(ArchiveFailure) -> FeedState? {
        try await engine.read { database throws(ArchiveFailure) in
            guard let row = try database.rows("\(FeedRow.select) WHERE name = ?", [.text(address)]).first else {
                return nil
            }
            return try FeedRow.feed(in: row)
        }
    }

    func record(_ state: FeedState) async throws(ArchiveFailure) {
        try await engine.write { database throws(ArchiveFailure) in try Self.record(state, database) }
    }

    static func record(_ state: FeedState, _ database: any SQLConnection) throws(ArchiveFailure) {
        _ = try database.execute(FeedRow.upsert, FeedRow.values(state))
    }
}
