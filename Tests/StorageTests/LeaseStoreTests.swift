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
        _ archives: Archives, _ run: String, at now: Timestamp, isGone: @Sendable (LeaseHolder) -> Bool = { _ in false }
    )
        async throws
        -> LeaseResult
    {
        try await archives.leases.take("collect", for: holder(run), now: now, ttl: ttl, isGone: isGone)
    }

    @Test("a free lease is taken, and then held", arguments: ArchiveKind.all)
    func free(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let first = try await take(archives, "r1", at: .hour(0))
            #expect(first == .taken(abandoned: nil))
            #expect(try await take(archives, "r2", at: .hour(0)) == .heldBy(holder("r1"), until: .hour(0) + ttl))
        }
    }

    @Test("leases of different names do not know of each other", arguments: ArchiveKind.all)
    func names(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            let other = try await archives.leases.take("backfill", for: holder("r2"), now: .hour(0), ttl: ttl) {
                _ in false
            }
            #expect(other == .taken(abandoned: nil))
        }
    }

    @Test("a lease that ran out is taken over, and its run is named", arguments: ArchiveKind.all)
    func ranOut(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            #expect(try await take(archives, "r2", at: .hour(0) + ttl) == .taken(abandoned: RunID(rawValue: "r1")))
        }
    }

    @Test(
        "a lease whose holder is gone is taken over at once, and only its holder is asked about",
        arguments: ArchiveKind.all)
    func gone(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            let dead = holder("r1")
            #expect(
                try await take(archives, "r2", at: .hour(0), isGone: { $0 == dead })
                    == .taken(abandoned: RunID(rawValue: "r1")))
            #expect(
                try await take(archives, "r3", at: .hour(0), isGone: { $0 == dead })
                    == .heldBy(holder("r2"), until: .hour(0) + ttl))
        }
    }

    @Test("a lease is renewed by its holder only", arguments: ArchiveKind.all)
    func renewed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            #expect(try await archives.leases.renew("collect", for: holder("r1"), now: .hour(1), ttl: ttl))
            #expect(try await !archives.leases.renew("collect", for: holder("r2"), now: .hour(1), ttl: ttl))
            #expect(try await take(archives, "r2", at: .hour(1)) == .heldBy(holder("r1"), until: .hour(1) + ttl))
        }
    }

    @Test(
        "a lease that was taken over can neither be lengthened nor given back by whoever lost it",
        arguments: ArchiveKind.all
    )
    func lost(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            _ = try await take(archives, "r2", at: .hour(1))
            #expect(try await !archives.leases.renew("collect", for: holder("r1"), now: .hour(1), ttl: ttl))
            try await archives.leases.release("collect", for: holder("r1"))
            #expect(try await take(archives, "r3", at: .hour(1)) == .heldBy(holder("r2"), until: .hour(1) + ttl))
        }
    }

    @Test("a lease that was given back is free", arguments: ArchiveKind.all)
    func released(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await take(archives, "r1", at: .hour(0))
            try await archives.leases.release("collect", for: holder("r1"))
            #expect(try await take(archives, "r2", at: .hour(0)) == .taken(abandoned: nil))
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
                    _ = try await take(Archives(one), "dead", at: .hour(0))
                    let winners = try await winners(among: 12, one, other, at: .hour(0))
                    #expect(winners == [RunID(rawValue: "dead")])
                }
            }
        }
    }

    /// The abandoned runs reported to those who acquired it.
    private func winners(among count: Int, _ one: Database, _ other: Database, at now: Timestamp) async throws
        -> [RunID?]
    {
        try await withThrowingTaskGroup(of: LeaseResult.self) { group in
            for index in 0..<count {
                group.addTask {
                    try await take(
                        Archives(index.isMultiple(of: 2) ? one : other), "r\(index)", at: now,
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
