import Domain
import Support
import Testing

@testable import Storage

@Suite("Leases") struct LeaseStoreTests {
    private let ttl = Duration.minutes(5)

    private func holder(_ run: String, process: Int32 = 100) -> LeaseHolder {
        LeaseHolder(run: RunID(rawValue: run), host: "host-1", process: process, processStart: "12345/boot")
    }

    private func take(
        _ database: Database, _ run: String, at now: Timestamp, isGone: @Sendable (LeaseHolder) -> Bool = { _ in false }
    )
        async throws
        -> LeaseResult
    {
        try await database.leases.take("collect", for: holder(run), now: now, ttl: ttl, isGone: isGone)
    }

    @Test("a free lease is taken, and then held", arguments: Engine.all)
    func free(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let first = try await take(database, "r1", at: .hour(0))
            #expect(first == .taken(abandoned: nil))
            #expect(try await take(database, "r2", at: .hour(0)) == .heldBy(holder("r1"), until: .hour(0) + ttl))
        }
    }

    @Test("leases of different names do not know of each other", arguments: Engine.all)
    func names(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            let other = try await database.leases.take("backfill", for: holder("r2"), now: .hour(0), ttl: ttl) {
                _ in false
            }
            #expect(other == .taken(abandoned: nil))
        }
    }

    @Test("a lease that ran out is taken over, and its run is named", arguments: Engine.all)
    func ranOut(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            #expect(try await take(database, "r2", at: .hour(0) + ttl) == .taken(abandoned: RunID(rawValue: "r1")))
        }
    }

    @Test(
        "a lease whose holder is gone is taken over at once, and only its holder is asked about", arguments: Engine.all)
    func gone(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            let dead = holder("r1")
            #expect(
                try await take(database, "r2", at: .hour(0), isGone: { $0 == dead })
                    == .taken(abandoned: RunID(rawValue: "r1")))
            #expect(
                try await take(database, "r3", at: .hour(0), isGone: { $0 == dead })
                    == .heldBy(holder("r2"), until: .hour(0) + ttl))
        }
    }

    @Test("a lease is lengthened by its holder and nobody else", arguments: Engine.all)
    func renewed(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            #expect(try await database.leases.renew("collect", for: holder("r1"), now: .hour(1), ttl: ttl))
            #expect(try await !database.leases.renew("collect", for: holder("r2"), now: .hour(1), ttl: ttl))
            #expect(try await take(database, "r2", at: .hour(1)) == .heldBy(holder("r1"), until: .hour(1) + ttl))
        }
    }

    @Test(
        "a lease that was taken over can neither be lengthened nor given back by whoever lost it", arguments: Engine.all
    )
    func lost(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            _ = try await take(database, "r2", at: .hour(1))
            #expect(try await !database.leases.renew("collect", for: holder("r1"), now: .hour(1), ttl: ttl))
            try await database.leases.release("collect", for: holder("r1"))
            #expect(try await take(database, "r3", at: .hour(1)) == .heldBy(holder("r2"), until: .hour(1) + ttl))
        }
    }

    @Test("a lease that was given back is free", arguments: Engine.all)
    func released(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await take(database, "r1", at: .hour(0))
            try await database.leases.release("collect", for: holder("r1"))
            #expect(try await take(database, "r2", at: .hour(0)) == .taken(abandoned: nil))
        }
    }

    @Test("of many that want a free lease at once, from two programs, one gets it", arguments: Engine.all)
    func race(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { one in
                try await withOpen(url) { other in
                    let winners = try await winners(among: 12, one, other, at: .hour(0))
                    #expect(winners == [nil])
                }
            }
        }
    }

    @Test("of many that want the lease of a dead holder at once, from two programs, one gets it", arguments: Engine.all)
    func raceForTheDead(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { one in
                try await withOpen(url) { other in
                    _ = try await take(one, "dead", at: .hour(0))
                    let winners = try await winners(among: 12, one, other, at: .hour(0))
                    #expect(winners == [RunID(rawValue: "dead")])
                }
            }
        }
    }

    /// What those who got it were told of an abandoned run.
    private func winners(among count: Int, _ one: Database, _ other: Database, at now: Timestamp) async throws
        -> [RunID?]
    {
        try await withThrowingTaskGroup(of: LeaseResult.self) { group in
            for index in 0..<count {
                group.addTask {
                    try await take(
                        index.isMultiple(of: 2) ? one : other, "r\(index)", at: now,
                        isGone: { $0.run.rawValue == "dead" })
                }
            }
            var winners: [RunID?] = []
            for try await answer in group {
                if case .taken(let abandoned) = answer { winners.append(abandoned) }
            }
            return winners
        }
    }
}
