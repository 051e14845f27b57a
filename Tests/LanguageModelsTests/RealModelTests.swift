import Analysis
import Domain
import Foundation
import LanguageModels
import Outbound
import Support
import Testing

private enum RealModel {
    static let address = ProcessInfo.processInfo.environment["LLM_BASE_URL"]
}

/// `./test --llm` serves a small model on loopback, and names its address.
@Suite(
    "A real language model of 135 million parameters",
    .enabled(if: RealModel.address != nil, "./test --llm serves one"), .timeLimit(.minutes(110)))
struct RealModelTests {
    @Test("of 50 prompts, nothing ungrounded is shown")
    func fifty() async throws {
        let client = PoliteClient(userAgent: "test")
        let model = OpenAIModel(baseURL: RealModel.address, model: "smollm2", key: nil, client: client)
        var outcomes: [ModelOutcome: Int] = [:]
        var (shown, prompts, calls) = ([String](), 0, 0)
        for step in -12...12 {
            let market = try LiarTests.market(Double(step) / 100)
            let log = MemoryModels()
            try await ModelAnalyst(
                model, log: log, journal: MemoryJournal(), dailyBudget: 0, every: .hours(1), now: { market.now }
            ).write(market)
            for language in Language.allCases {
                let facts = try #require(await EmbeddedAnalyst().briefing(on: market, in: language)).facts
                let written = try #require(try await log.analysis(of: facts.asOf, in: language))
                prompts += 1
                outcomes[written.outcome, default: 0] += 1
                guard let text = written.text else { continue }
                shown.append(text)
                #expect(written.outcome.isAccepted)
                #expect(ShownText(text).strangers(to: facts, in: language) == [], "\(text)")
            }
            calls += try await log.calls(before: nil, limit: 10).count
        }
        await client.shutdown()
        #expect(prompts == 50)
        // It did answer: what cannot be reached proves nothing.
        #expect([.unreachable, .timeout, .disconnected].allSatisfy { outcomes[$0] == nil }, "\(outcomes)")
        let counts = outcomes.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        print("\(prompts) prompts, \(calls) requests: \(counts.joined(separator: ", "))")
        for text in shown { print("shown: \(text)") }
    }
}

/// A second look at a text, which knows nothing of how the program checks it: its numbers have to be facts as they are
/// written, and its directions those of the day or the week.
private struct ShownText {
    let text: String

    init(_ text: String) { self.text = text }

    private static let rises: Set = ["up", "rose", "rise", "risen", "gained", "hausse", "monté", "progressé", "gagné"]
    private static let falls: Set = ["down", "fell", "fall", "fallen", "lost", "baisse", "baissé", "reculé", "perdu"]

    func strangers(to facts: MarketFacts, in language: Language) -> [String] {
        func digits(_ text: some StringProtocol) -> String { String(text.filter { $0.isASCII && $0.isNumber }) }
        let prices = [facts.price, facts.low24h, facts.high24h].compactMap(\.self)
            .map { NumberWording.price($0, quote: facts.quote, language: language) }
        let shares = [facts.change24h, facts.change7d, facts.volatility24h, facts.usualVolatility].compactMap(\.self)
            .map { NumberWording.percent(abs($0), language: language) }
        let known = Set((prices + shares).map(digits))
        let time = Set(facts.asOf.rfc3339.split { !$0.isNumber }.map { String($0.drop { $0 == "0" }) } + ["00", ""])
        let separators: Set<Character> = [",", ".", "\u{202F}", "\u{A0}"]
        let numbers = text.split { !($0.isASCII && $0.isNumber) && !separators.contains($0) }.map(digits)
            .filter { !$0.isEmpty }
        let strange = numbers.filter { !known.contains($0) && !time.contains(String($0.drop { $0 == "0" })) }
        let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
        let changes = [facts.change24h, facts.change7d].compactMap(\.self)
        let wrong =
            (changes.allSatisfy { $0 < 0 } ? words.intersection(Self.rises).sorted() : [])
            + (changes.allSatisfy { $0 > 0 } ? words.intersection(Self.falls).sorted() : [])
        return strange + wrong
    }
}

@Suite("The second look at what a real model wrote") struct ShownTextTests {
    @Test("a number or a direction that no fact has is noticed")
    func strangers() async throws {
        let market = try LiarTests.market(-0.12)
        let facts = try #require(await EmbeddedAnalyst().briefing(on: market, in: .english)).facts
        let price = NumberWording.price(facts.price, quote: facts.quote, language: .english)
        let change = NumberWording.percent(abs(try #require(facts.change24h)), language: .english)
        #expect(ShownText("Bitcoin was at \(price), down \(change).").strangers(to: facts, in: .english) == [])
        #expect(ShownText("Bitcoin was up at \(price).").strangers(to: facts, in: .english) == ["up"])
        #expect(ShownText("Bitcoin lost 24% of it.").strangers(to: facts, in: .english) == ["24"])
    }
}
