import Domain
import Support
import Testing

@testable import Storage

@Suite("Which sighting of a candle is kept") struct CandleRuleTests {
    /// Keeps both, one after the other, and tells what the second changed and what is left.
    private func keep(_ first: ArchivedCandle, then second: ArchivedCandle, _ engine: Engine) async throws -> (
        WriteResult, [ArchivedCandle]
    ) {
        var outcome: (WriteResult, [ArchivedCandle]) = (WriteResult(), [])
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep([first])
            outcome.0 = try await database.candles.keep([second])
            outcome.1 = try await database.candles.candles(of: .oneHour, in: nil, limit: 10)
        }
        return outcome
    }

    @Test("an open candle is replaced once it closes", arguments: Engine.all)
    func openThenClosed(engine: Engine) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103, source: "coinbase", run: "run-2")
        let (kept, left) = try await keep(try .hour(0, close: 101, after: 60), then: closed, engine)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [closed])
    }

    @Test("an open candle yields to what was seen later, even with the same numbers", arguments: Engine.all)
    func openThenLater(engine: Engine) async throws {
        let later = try ArchivedCandle.hour(0, after: 120)
        let (kept, left) = try await keep(try .hour(0, after: 60), then: later, engine)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [later])
    }

    @Test("an open candle does not yield to what was seen earlier", arguments: Engine.all)
    func openThenEarlier(engine: Engine) async throws {
        let first = try ArchivedCandle.hour(0, close: 102, after: 120)
        let (kept, left) = try await keep(first, then: try .hour(0, close: 101, after: 60), engine)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [first])
    }

    @Test("a closed candle never yields to an open one", arguments: Engine.all)
    func closedThenOpen(engine: Engine) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(closed, then: try .hour(0, close: 101, after: 60), engine)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [closed])
    }

    @Test("a closed candle never yields to another source's", arguments: Engine.all)
    func closedThenOtherSource(engine: Engine) async throws {
        let closed = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(
            closed, then: try .hour(0, close: 104, source: "coinbase", after: 7200), engine)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [closed])
    }

    @Test("a closed candle yields to a later correction by its own source", arguments: Engine.all)
    func correction(engine: Engine) async throws {
        let corrected = try ArchivedCandle.hour(0, close: 103.5, after: 7200, run: "run-2")
        let (kept, left) = try await keep(try .hour(0, close: 103), then: corrected, engine)
        #expect(kept == WriteResult(updated: 1))
        #expect(left == [corrected])
    }

    @Test("a correction does not yield to the older numbers that arrive after it", arguments: Engine.all)
    func lateArrival(engine: Engine) async throws {
        let corrected = try ArchivedCandle.hour(0, close: 103.5, after: 7200)
        let (kept, left) = try await keep(corrected, then: try .hour(0, close: 103), engine)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [corrected])
    }

    @Test("the same numbers told again later change nothing, not even the run", arguments: Engine.all)
    func again(engine: Engine) async throws {
        let first = try ArchivedCandle.hour(0, close: 103)
        let (kept, left) = try await keep(first, then: try .hour(0, close: 103, after: 7200, run: "run-2"), engine)
        #expect(kept == WriteResult(unchanged: 1))
        #expect(left == [first])
    }

    @Test("a candle told twice in one answer counts twice, and the better one is kept", arguments: Engine.all)
    func twiceAtOnce(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let closed = try ArchivedCandle.hour(0, close: 103)
            let kept = try await database.candles.keep([
                try .hour(0, close: 101, after: 60), closed, try .hour(0, close: 102, after: 120), closed,
            ])
            #expect(kept == WriteResult(new: 1, updated: 1, unchanged: 2))
            #expect(try await database.candles.candles(of: .oneHour, in: nil, limit: 10) == [closed])
        }
    }

    @Test(
        "in whatever order and however often one source's sightings are kept, the same rows are left",
        arguments: Engine.all)
    func orderIndependence(engine: Engine) async throws {
        var generator = SeededGenerator(seed: 20_200_628)
        for _ in 0..<6 {
            // Few values, so that sightings in the same moment meet; each moment tells other numbers, as a market does.
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
                try await withDatabase(engine) { database in
                    _ = try await database.candles.keep(Array(sequence[..<cut]))
                    _ = try await database.candles.keep(Array(sequence[cut...]))
                    outcomes.insert(try await database.candles.candles(of: .oneHour, in: nil, limit: 10))
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
