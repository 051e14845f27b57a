import Analysis
import Domain
import Support
import Testing

struct BriefingPropertyTests {
    @Test(
        "for any market, the text has at most three sentences and is accepted by the check",
        arguments: Language.allCases)
    func alwaysGrounded(language: Language) async throws {
        var walk = RandomWalk(seed: 20_260_101)
        for round in 0..<600 {
            let count = round % 3 == 0 ? Int.random(in: 1...40, using: &walk) : Int.random(in: 1...240, using: &walk)
            let hours = try walk.hours(
                count, from: .random(in: 0.001...200_000, using: &walk), step: .random(in: 0...0.05, using: &walk),
                missing: .random(in: 0...0.4, using: &walk), quote: round % 2 == 0 ? .usd : .usdt)
            let market = MarketView(hours, age: .minutes(Int64.random(in: 0...6000, using: &walk)))
            guard let briefing = await EmbeddedAnalyst().briefing(on: market, in: language) else {
                #expect(hours.isEmpty)
                continue
            }
            #expect(briefing.grounded, "\(briefing.text)")
            #expect((1...3).contains(sentences(briefing.text).count), "\(briefing.text)")
            #expect(!briefing.text.contains("–"), "\(briefing.text)")
            // No sentence begins with a digit.
            #expect(!sentences(briefing.text).contains { $0.first?.isNumber == true }, "\(briefing.text)")
        }
    }

    @Test("scaling all prices changes neither trend nor volatility", arguments: [0.01, 3.7, 1e4])
    func scale(factor: Double) async throws {
        var walk = RandomWalk(seed: 7)
        for _ in 0..<60 {
            let hours = try walk.hours(300, missing: 0.05)
            let scaled = try hours.compactMap { try $0.scaled(by: factor) }
            let one = try #require(await EmbeddedAnalyst().briefing(on: MarketView(hours), in: .english))
            let other = try #require(await EmbeddedAnalyst().briefing(on: MarketView(scaled), in: .english))
            #expect(one.trend == other.trend && one.trend7d == other.trend7d && one.volatility == other.volatility)
            if let change = one.facts.change24h, let same = other.facts.change24h { #expect(abs(change - same) < 1e-9) }
        }
    }

    @Test("hours that are older than 91 days change no fact")
    func oldHours() throws {
        var walk = RandomWalk(seed: 11)
        let hours = try walk.hours(120 * 24)
        let complete = try #require(MarketFacts(of: MarketView(hours)))
        let recent = try #require(MarketFacts(of: MarketView(Array(hours.suffix(92 * 24 + 1)))))
        #expect(recent.price == complete.price && recent.drawdown90d == complete.drawdown90d)
        #expect(recent.relativeStrength == complete.relativeStrength && recent.change7d == complete.change7d)
        let (usual, known) = (try #require(recent.usualVolatility), try #require(complete.usualVolatility))
        #expect(abs(usual - known) < 1e-12)
    }

    /// Splits at sentence ends before a space, not at the points in numbers.
    private func sentences(_ text: String) -> [Substring] {
        let characters = Array(text)
        var (sentences, start) = ([Substring](), text.startIndex)
        for (offset, index) in text.indices.enumerated()
        where ".!?".contains(characters[offset])
            && (offset + 1 == characters.count || characters[offset + 1] == " ")
        {
            sentences.append(text[start...index].drop { $0 == " " })
            start = text.index(after: index)
        }
        return sentences
    }
}
