import Domain
import Support
import Testing

@testable import Storage

@Suite("What is missing, and what is there") struct GapTests {
    private let range = TimeRange(.hour(0), until: .hour(10))

    @Test("gaps are the ranges without closed candles, bounds included, oldest first", arguments: ArchiveKind.all)
    func gaps(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep([try .hour(2), try .hour(3), try .hour(5), try .hour(6, after: 60)])
            let gaps = try await archives.candles.gaps(of: .oneHour, in: range, limit: 10)
            #expect(
                gaps == [
                    TimeRange(.hour(0), until: .hour(2)), TimeRange(.hour(4), until: .hour(5)),
                    TimeRange(.hour(6), until: .hour(10)),
                ])
            let newest = try await archives.candles.gaps(of: .oneHour, in: range, limit: 1)
            #expect(newest == [TimeRange(.hour(6), until: .hour(10))])
        }
    }

    @Test(
        "nothing stored is one gap, everything stored is none, and an empty range has none", arguments: ArchiveKind.all)
    func extremes(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            #expect(try await archives.candles.gaps(of: .oneHour, in: range, limit: 10) == [range])
            _ = try await archives.candles.keep(try (-2..<12).map { try .hour($0) })
            #expect(try await archives.candles.gaps(of: .oneHour, in: range, limit: 10).isEmpty)
            let empty = TimeRange(.hour(3), until: .hour(3))
            #expect(try await archives.candles.gaps(of: .oneHour, in: empty, limit: 10).isEmpty)
        }
    }

    @Test("gaps agree with the list of closed open times, whatever is stored", arguments: ArchiveKind.all)
    func agreement(kind: ArchiveKind) async throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<4 {
            let hours = (0..<200).filter { _ in Bool.random(using: &random) }
            try await withArchives(kind) { archives in
                _ = try await archives.candles.keep(try hours.map { try .hour(Int64($0)) })
                let range = TimeRange(.hour(3), until: .hour(190))
                let gaps = try await archives.candles.gaps(of: .oneHour, in: range, limit: 1000)
                let missing = Set(gaps.flatMap { $0.openTimes(every: .oneHour) })
                let stored = Set(try await archives.candles.closedOpenTimes(of: .oneHour, in: range))
                #expect(missing.isDisjoint(with: stored))
                #expect(missing.union(stored) == Set(range.openTimes(every: .oneHour)))
                #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0.end < $1.start })
            }
        }
    }

    @Test("an hour made of some of its minutes is still missing", arguments: Engine.all)
    func incomplete(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep(try (0..<119).map { try .minute($0) })
            let range = TimeRange(.hour(0), until: .hour(2))
            let gaps = try await database.candles.gaps(of: .oneHour, in: range, limit: 10)
            #expect(gaps == [TimeRange(.hour(1), until: .hour(2))])
            #expect(try await database.candles.closedOpenTimes(of: .oneHour, in: range) == [.hour(0)])
        }
    }

    @Test("first, last and number of the stored candles", arguments: ArchiveKind.all)
    func extent(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            #expect(try await archives.candles.extent(of: .oneHour) == nil)
            #expect(try await archives.candles.count(of: .oneHour) == 0)
            _ = try await archives.candles.keep([try .hour(2), try .hour(7), try .hour(4)])
            #expect(
                try await archives.candles.extent(of: .oneHour)
                    == CandleExtent(first: .hour(2), last: .hour(7)))
            #expect(try await archives.candles.count(of: .oneHour) == 3)
        }
    }

    @Test("the hours that each source supplied", arguments: ArchiveKind.all)
    func supply(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep([
                try .hour(0), try .hour(1), try .hour(2, source: "coinbase"), try .hour(30, source: "coinbase"),
            ])
            let range = TimeRange(.hour(0), until: .hour(10))
            #expect(try await archives.candles.supply(of: .oneHour, in: range) == ["kraken": 2, "coinbase": 1])
        }
    }
}
