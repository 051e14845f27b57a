import Domain
import Support
import Testing

@testable import Storage

@Suite("Sightings and doubts kept") struct SightingStoreTests {
    private func sighting(
        _ hour: Int64, _ source: SourceName, close: Double = 100, volume: Double? = 2, seen: Int64 = 5
    ) -> Sighting {
        Sighting(
            source: source, interval: .oneHour, openTime: .hour(hour), close: close, volume: volume, quote: .usdt,
            seenAt: .hour(seen))
    }

    private let range = TimeRange(.hour(0), until: .hour(10))

    @Test("come back by time and source, also without a volume", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let all = [
                sighting(1, "binance"), sighting(1, "kraken", close: 0.1 + 0.2, volume: nil), sighting(2, "bitstamp"),
            ]
            try await archives.sightings.record(all.reversed(), forgettingBefore: .hour(0))
            #expect(try await archives.sightings.sightings(of: .oneHour, in: range) == all)
            #expect(try await archives.sightings.sightings(of: .oneMinute, in: range).isEmpty)
            let later = TimeRange(.hour(2), until: .hour(3))
            #expect(try await archives.sightings.sightings(of: .oneHour, in: later) == [all[2]])
        }
    }

    @Test("of one source and hour the latest is kept, in whatever order they come", arguments: ArchiveKind.all)
    func latest(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let (old, new) = (sighting(1, "kraken", close: 1, seen: 5), sighting(1, "kraken", close: 2, seen: 6))
            try await archives.sightings.record([new, old], forgettingBefore: .hour(0))
            try await archives.sightings.record([old], forgettingBefore: .hour(0))
            #expect(try await archives.sightings.sightings(of: .oneHour, in: range) == [new])
        }
    }

    @Test("of old hours are forgotten", arguments: ArchiveKind.all)
    func forgotten(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await archives.sightings.record(
                [sighting(1, "kraken"), sighting(4, "kraken")], forgettingBefore: .hour(0))
            try await archives.sightings.record([sighting(5, "kraken")], forgettingBefore: .hour(4))
            let left = try await archives.sightings.sightings(of: .oneHour, in: range)
            #expect(left.map(\.openTime) == [.hour(4), .hour(5)])
        }
    }

    @Test("doubts are replaced in their range, and keep the time since when", arguments: ArchiveKind.all)
    func doubts(kind: ArchiveKind) async throws {
        func doubt(_ hour: Int64, _ reason: DoubtReason, since: Int64, odd: SourceName? = nil) -> DoubtfulCandle {
            DoubtfulCandle(.oneHour, at: .hour(hour), reason: reason, odd: odd, spread: 0.02, since: .hour(since))
        }
        try await withArchives(kind) { archives in
            let first = [doubt(1, .spike, since: 2), doubt(3, .disagreement, since: 4, odd: "kraken")]
            try await archives.sightings.setDoubtful(first, of: .oneHour, in: range)
            #expect(try await archives.sightings.doubtful(of: .oneHour, in: range) == first)
            try await archives.sightings.setDoubtful(
                [doubt(1, .spike, since: 9), doubt(2, .stuck, since: 9)], of: .oneHour,
                in: TimeRange(.hour(0), until: .hour(3)))
            #expect(
                try await archives.sightings.doubtful(of: .oneHour, in: range)
                    == [doubt(1, .spike, since: 2), doubt(2, .stuck, since: 9), first[1]])
            try await archives.sightings.setDoubtful([], of: .oneHour, in: range)
            #expect(try await archives.sightings.doubtful(of: .oneHour, in: range).isEmpty)
        }
    }
}
