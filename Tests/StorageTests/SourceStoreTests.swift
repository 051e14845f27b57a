import Domain
import Support
import Testing

@testable import Storage

@Suite("What is known of sources") struct SourceStoreTests {
    @Test("a state comes back as it was, and the next one takes its place", arguments: ArchiveKind.all)
    func states(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let failure = SourceReport.Failure(kind: .rateLimited, message: "answered 429", hint: "wait")
            let kraken = SourceState(
                "kraken", lastAnswer: .hour(1), lastFailure: .hour(2), failure: failure, failures: 3,
                notBefore: .hour(4), pause: .banned, clock: .init(.seconds(-3), measured: .hour(1)))
            try await archives.sources.record(kraken)
            try await archives.sources.record(SourceState("binance"))
            #expect(try await archives.sources.states() == [SourceState("binance"), kraken])
            let recovered = SourceState("kraken", lastAnswer: .hour(5), lastFailure: .hour(2))
            try await archives.sources.record(recovered)
            #expect(try await archives.sources.state(of: "kraken") == recovered)
            #expect(try await archives.sources.state(of: "unknown") == SourceState("unknown"))
        }
    }

    private func absence(
        _ from: Int64, _ to: Int64, _ source: SourceName = "kraken", _ interval: Interval = .oneHour, check: Int64 = 99
    ) -> SourceAbsence {
        SourceAbsence(
            source, interval, TimeRange(.hour(from), until: .hour(to)), reason: .outage, since: .hour(50),
            confirmations: 2, nextCheck: .hour(check))
    }

    @Test("absences are those that overlap, of one source and interval", arguments: ArchiveKind.all)
    func absences(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let first = SourceAbsence(
                "kraken", .oneHour, TimeRange(.earliest, until: .hour(0)), reason: .beforeFirst, since: .hour(50),
                confirmations: 1, nextCheck: .latest)
            let everything = TimeRange(.earliest, until: .latest)
            try await archives.sources.replaceAbsences(
                of: "kraken", .oneHour, in: everything, with: [first, absence(3, 5), absence(8, 9)])
            try await archives.sources.replaceAbsences(
                of: "kraken", .oneMinute, in: everything, with: [absence(3, 5, "kraken", .oneMinute)])
            func found(_ from: Int64, _ to: Int64) async throws -> [SourceAbsence] {
                try await archives.sources.absences(
                    of: "kraken", .oneHour, in: TimeRange(.hour(from), until: .hour(to)))
            }
            #expect(try await found(-9, 4) == [first, absence(3, 5)])
            #expect(try await found(5, 8).isEmpty)
            #expect(try await found(4, 9) == [absence(3, 5), absence(8, 9)])
            try await archives.sources.replaceAbsences(
                of: "kraken", .oneHour, in: TimeRange(.hour(4), until: .hour(6)), with: [absence(4, 6, check: 70)])
            #expect(try await found(0, 10) == [absence(4, 6, check: 70), absence(8, 9)])
            #expect(try await archives.sources.absences(of: "binance", .oneHour, in: everything).isEmpty)
        }
    }

    @Test("of each source the longest absences, in order", arguments: ArchiveKind.all)
    func longest(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let everything = TimeRange(.earliest, until: .latest)
            try await archives.sources.replaceAbsences(
                of: "kraken", .oneHour, in: everything, with: [absence(0, 1), absence(2, 5), absence(6, 8)])
            try await archives.sources.replaceAbsences(
                of: "binance", .oneHour, in: everything, with: [absence(0, 1, "binance")])
            #expect(
                try await archives.sources.absences(limit: 2)
                    == [absence(0, 1, "binance"), absence(2, 5), absence(6, 8)])
        }
    }
}
