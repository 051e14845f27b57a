import Domain
import Foundation
import Sandbox
import Support
import Testing

/// `kill -9` at any moment: what is kept afterwards is what the venues said, all of it, once.
struct KillTests {
    @Test(
        "twenty kill -9 of collect at random moments leave no lost, doubled or half-written candle",
        arguments: Engine.all)
    func collect(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            let now = world.clock.now
            var random = SeededGenerator(seed: 20)
            var killed = 0
            for round in 0..<20 {
                // Each time the venues know some hours more, so that each time there is something to write; and each
                // time the feeds are asked too, which answer less often than the program is killed here.
                world.clock.now = now - .hours(Int64(20 - round) * 8)
                killed += try await kill(
                    ["collect", "--force"], in: world, at: Moment.allCases[round % Moment.allCases.count],
                    using: &random)
            }
            #expect(killed >= 15)

            world.clock.now = now
            let ended = try await world.run("collect")
            #expect(ended.code == 0, "\(ended.errors)")
            let dump = try await world.dump()
            #expect(dump.openTimes == world.hoursOfFirstPass)
            try expectTrue(dump, in: world)
            #expect(dump.candles.allSatisfy { $0.isClosed == ($0.candle.closeTime <= now) })
            #expect(dump.runs.contains { $0.outcome == .abandoned } && dump.runs.first?.outcome == .ok)
        }
    }

    @Test(
        "a backfill that is killed several times goes on where it stopped, and ends complete", arguments: Engine.all)
    func backfill(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            let end = Interval.oneDay.openTime(containing: world.clock.now)
            func words(_ from: Timestamp) -> [String] { ["backfill", "--from", from.rfc3339, "--to", end.rfc3339] }
            var random = SeededGenerator(seed: 120)
            let (kills, rounds) = (Kills.wanted ?? 8, (Kills.wanted ?? 8) * 4)
            var killed = 0
            // Each round asks for some hours more, so that each has something to write.
            for round in 1...rounds where killed < kills {
                let start = end - .hours(Int64(120 * 24 * round / rounds))
                let moment = Moment.requests(Int.random(in: 1...3, using: &random))
                killed += try await kill(words(start), in: world, at: moment, using: &random)
            }
            #expect(killed == kills)
            let range = TimeRange(end - .days(120), until: end)
            let ended = try await BitcoinAnalyzer.run(words(range.start), world.settings, in: world.folder)
            #expect(ended.code == 0, "\(ended.errors)")
            let dump = try await world.dump()
            #expect(dump.openTimes == range.openTimes(every: .oneHour))
            try expectTrue(dump, in: world)
            #expect(dump.candles.allSatisfy { $0.isClosed })
        }
    }

    /// When to kill: after so many requests, or at a word in the log; and then a moment later.
    private enum Moment: CaseIterable, Sendable {
        case requests(Int)
        case logged(String)

        static let allCases: [Moment] = [
            .requests(1), .requests(3), .logged("begins"), .logged("its newest candle is of"), .requests(4),
            .logged("articles read"),
        ]
    }

    /// - Returns: 1 when it was killed, 0 when it had ended before.
    private func kill(_ words: [String], in world: World, at moment: Moment, using random: inout SeededGenerator)
        async throws -> Int
    {
        world.sandbox.requests.clear()
        let later = Duration.milliseconds(Int.random(in: 0...60, using: &random))
        return try await BitcoinAnalyzer.with(words, world.settings, in: world.folder) { program in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    switch moment {
                    case .requests(let count): try await world.sandbox.requests.wait(for: count)
                    case .logged(let text): try? await program.logged(text)
                    }
                    try await ContinuousClock().sleep(for: later)
                }
                group.addTask { _ = try await program.end() }
                // Whichever comes first; the other one is of no use any more.
                try await group.next()
                group.cancelAll()
            }
            program.signal(SIGKILL)
            return try await program.end().ending == .signal(SIGKILL) ? 1 : 0
        }
    }

    private func expectTrue(_ dump: Dump, in world: World) throws {
        for row in dump.candles {
            #expect(try row.candle == world.venueCandle(of: row), "\(row.candle.openTime) of \(row.source)")
        }
        #expect(Set(dump.openTimes).count == dump.candles.count)
        let runs = Set(dump.runs.map(\.id))
        #expect(dump.candles.allSatisfy { runs.contains($0.run) })
        #expect(!dump.runs.contains { $0.outcome == .running })
    }
}
