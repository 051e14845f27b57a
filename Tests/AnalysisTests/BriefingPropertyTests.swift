import Analysis
import Domain
import Support
import Testing

struct BriefingPropertyTests {
    @Test(
        "for any market, the text has at most three sentences, and every number is a fact",
        arguments: Language.allCases)
    func alwaysGrounded(language: Language) async throws {
        var walk = RandomWalk(seed: 20_260_101)
        for round in 0..<1500 {
            let count = round % 3 == 0 ? Int.random(in: 1...40, using: &walk) : Int.random(in: 1...240, using: &walk)
            let hours = try walk.hours(
                count, from: .random(in: 0.001...200_000, using: &walk), step: .random(in: 0...0.05, using: &walk),
                missing: .random(in: 0...0.4, using: &walk), quote: round % 2 == 0 ? .usd : .usdt)
            guard let briefing = await EmbeddedAnalyst().briefing(on: hours, in: language) else {
                #expect(hours.isEmpty)
                continue
            }
            #expect(briefing.grounded, "\(briefing.text)")
            #expect((1...3).contains(sentences(briefing.text)), "\(briefing.text)")
            #expect(!briefing.text.contains("–"), "\(briefing.text)")
        }
    }

    @Test("scaling all prices changes neither trend nor volatility", arguments: [0.01, 3.7, 1e4])
    func scale(factor: Double) async throws {
        var walk = RandomWalk(seed: 7)
        for _ in 0..<150 {
            let hours = try walk.hours(240, missing: 0.05)
            let scaled = try hours.compactMap { try $0.scaled(by: factor) }
            let one = try #require(await EmbeddedAnalyst().briefing(on: hours, in: .english))
            let other = try #require(await EmbeddedAnalyst().briefing(on: scaled, in: .english))
            #expect(one.trend == other.trend && one.volatility == other.volatility)
            if let change = one.facts.change24h, let same = other.facts.change24h { #expect(abs(change - same) < 1e-9) }
        }
    }

    @Test("hours older than 31 days have no effect")
    func oldHours() async throws {
        var walk = RandomWalk(seed: 11)
        let hours = try walk.hours(60 * 24)
        let complete = await EmbeddedAnalyst().briefing(on: hours, in: .french)
        #expect(await EmbeddedAnalyst().briefing(on: Array(hours.suffix(31 * 24 + 1)), in: .french) == complete)
    }

    /// Counts sentence ends at the end or before a space, not the points in numbers.
    private func sentences(_ text: String) -> Int {
        let characters = Array(text)
        return characters.indices.count {
            ".!?".contains(characters[$0]) && ($0 + 1 == characters.count || characters[$0 + 1] == " ")
        }
    }
}
