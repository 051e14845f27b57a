import Domain
import Support
import Testing

@testable import Storage

@Suite("Which sighting of a candle is kept") struct CandleRuleTests {
    /// Stores both in order, and returns the effect of the second and the remaining candle.
    private func keep(_ first: ArchivedCandle, then second: ArchivedCandle, _ kind: ArchiveKind) async throws -> (
        WriteResult, [ArchivedCandle]
    ) {
        var outcome: (WriteResult, [ArchivedCandle]) = (WriteResult(), [])
        try await withArchives(kind) { archives in
            _ = try await archives.candles.keep([first])
            outcome.0 = try await archives.candles.keep([second])
            outcome.1 = try await archives.candles.candles(of: .oneHour, in: nil, limit: 10)
        }
        return outcome
    }

    @Test("an open candle is replaced once it closes", arguments: ArchiveKind.all)
    func openThenClosed(kind: ArchiveKind) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103, source: "coinbase", run: "run-2")
        let (kept, left) = try await keep(try .hour(0, close: 101, after: 60), then: closed, kind)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [closed])
    }

    @Test("an open candle yields to what was seen later, even with the same numbers", arguments: ArchiveKind.all)
    func openThenLater(kind: ArchiveKind) async throws {
        let later = try ArchivedCandle.hour(0, after: 120)
        let (kept, left) = try await keep(try .hour(0, after: 60), then: later, kind)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [later])
    }

    @Test("an open candle does not yield to what was seen earlier", arguments: ArchiveKind.all)
    func openThenEarlier(kind: ArchiveKind) async throws {
        let first = try ArchivedCandle.hour(0, close: 102, after: 120)
        let (kept, left) = try await keep(first, then: try .hour(0, close: 101, after: 60), kind)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [first])
    }

    @Test("a closed candle never yields to an open one", arguments: ArchiveKind.all)
    func closedThenOpen(kind: ArchiveKind) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(closed, then: try .hour(0, close: 101, after: 60), kind)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [closed])
    }

    @Test("a closed candle never yields to another source's", arguments: ArchiveKind.all)
    func closedThenOtherSource(kind: ArchiveKind) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(
            closed, then: try .hour(0, close: 104, source: "coinbase", after: 7200), kind)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [closed])
    }

    @Test("a closed candle yields to a later correction by its own source", arguments: ArchiveKind.all)
    func correction(kind: ArchiveKind) async throws {
        let corrected = try ArchivedCandle.hour(0, close: 103.5, after: 7200, run: "run-2")
        let (kept, left) = try await keep(try .hour(0, close: 103), then: corrected, kind)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [corrected])
    }

    @Test("a correction does not yield to the older numbers that arrive after it", arguments: ArchiveKind.all)
    func lateArrival(kind: ArchiveKind) async throws {
        let corrected = try ArchivedCandle.hour(0, close: 103.5, after: 7200)
        let (kept, left) = try await keep(corrected, then: try .hour(0, close: 103), kind)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [corrected])
    }

    @Test("a later observation of the same numbers changes nothing, not even the run", arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        let first = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(first, then: try .hour(0, close: 103, after: 7200, run: "run-2"), kind)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [first])
    }

    @Test("a candle twice in one response counts twice, and the better one is kept", arguments: ArchiveKind.all)
    func twiceAtOnce(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let closed = try ArchivedCandle.hour(0, close: 103)
            let kept = try await archives.candles.keep([
                try .hour(0, close: 101, after: 60), closed, try .hour(0, close: 102, after: 120), closed,
            ])
            #expect(kept == WriteResult(new: 1, updated: 1, unchanged: 2))
            #expect(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10) == [closed])
        }
    }

    @Test(
        "in whatever order and however often one source's sightings are kept, the same rows are left",
        arguments: ArchiveKind.all)
    func orderIndependence(kind: ArchiveKind) async throws {
        var generator = SeededGenerator(seed: 20_200_628)
        for _ in 0..<6 {
            // Few values, so that observations share a time; the numbers differ with each time, as in a market.
            let sightings = try (0..<40).map { _ in
                let after = [60, 120, 3599, 3600, 3660, 7200].randomElement(using: &generator) ?? 60
                let volume = Double(Int.random(in: 1...3, using: &generator))
                return try ArchivedCandle.hour(
                    .random(in: 0..<4, using: &generator), close: 100 + Double(after), volume: volume,
                    after: Int64(after))
            }
            var outcomes: Set<[ArchivedCandle]> = []
            for _ in 0..<4 {
                let sequence = (sightings + sightings.shuffled(using: &generator).prefix(15)).shuffled(
                    using: &generator)
                let cut = Int.random(in: 0..<sequence.count, using: &generator)
                try await withArchives(kind) { archives in
                    _ = try await archives.candles.keep(Array(sequence[..<cut]))
                    _ = try await archives.candles.keep(Array(sequence[cut...]))
                    outcomes.insert(try await archives.candles.candles(of: .oneHour, in: nil, limit: 10))
                }
            }
            #expect(outcomes.count == 1)
        }
    }

    @Test("two programs that keep the same candles at once count each of them new exactly once", arguments: Engine.all)
    func atOnce(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { one in
                try await withOpen(url) { other in
                    let candles = try (0..<3000).map { try ArchivedCandle.hour($0) }
                    async let first = one.candles.keep(candles)
                    async let second = other.candles.keep(candles.shuffled())
                    let sum = try await first + second
                    #expect(sum == WriteResult(new: 3000, unchanged: 3000))
                    #expect(try await one.candles.candles(of: .oneHour, in: nil, limit: 5000).count == 3000)
                }
            }
        }
    }
}
