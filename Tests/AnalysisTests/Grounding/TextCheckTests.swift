import Analysis
import Domain
import Foundation
import Support
import Testing

struct TextCheckTests {
    private struct Line: Decodable {
        struct Facts: Decodable {
            let price: Double
            let quote: String
            let change_24h, change_7d, low_24h, high_24h, volatility_24h, usual_volatility: Double?
            let hours_known, age_hours: Int?
            let trend, volatility, as_of: String?
        }

        let facts: Facts?
        let lang, text, expected, half: String?
    }

    /// The verdicts that are not as expected, and how many there are.
    private func judge(
        _ file: String, _ only: Language? = nil, half: String? = nil
    ) throws -> (accepted: [String], refused: [String], right: Int, wrong: Int) {
        var (facts, accepted, refused) = (TextFacts(price: 0, quote: .usd), [String](), [String]())
        var (right, wrong) = (0, 0)
        for text in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            if let given = line.facts {
                facts = TextFacts(price: given.price, quote: Quote(rawValue: given.quote))
                (facts.change24h, facts.change7d) = (given.change_24h, given.change_7d)
                (facts.low24h, facts.high24h) = (given.low_24h, given.high_24h)
                (facts.volatility24h, facts.usualVolatility) = (given.volatility_24h, given.usual_volatility)
                (facts.hoursKnown, facts.hoursMissing) = (given.hours_known, given.hours_known.map { 24 - $0 })
                facts.trend = given.trend.map(Briefing.Trend.init(rawValue:))
                facts.volatility = given.volatility.map(Briefing.Volatility.init(rawValue:))
                facts.asOf = try given.as_of.map { try #require(Timestamp(rfc3339: $0)) }
                (facts.ageInHours, facts.isStale) = (given.age_hours, given.age_hours.map { $0 > 2 } ?? false)
                continue
            }
            let language = try #require(line.lang.flatMap(Language.init(rawValue:)))
            if let only, language != only { continue }
            if let half, line.half != half { continue }
            let check = TextCheck(try #require(line.text), facts: facts, language: language)
            if line.expected == "accept" {
                right += 1
                if !check.isAccepted { refused.append("\(line.text ?? ""): \(check.reasons)") }
            } else {
                wrong += 1
                if check.isAccepted { accepted.append(line.text ?? "") }
            }
        }
        return (accepted, refused, right, wrong)
    }

    @Test("no wrong text of ours is accepted, and at least 95 % of the right ones are")
    func ownCases() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cases.jsonl").path
        let verdicts = try judge(file)
        #expect(verdicts.wrong >= 60 && verdicts.right >= 60)
        #expect(verdicts.accepted == [])
        #expect(Double(verdicts.refused.count) <= 0.05 * Double(verdicts.right), "\(verdicts.refused)")
    }

    @Test(
        "no wrong shared text is accepted, and at least 95 % of the right ones are",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func sharedCases() throws {
        let verdicts = try judge((SharedData.folder ?? "") + "/analysis/grounding-cases.jsonl")
        #expect(verdicts.accepted == [])
        #expect(Double(verdicts.refused.count) <= 0.05 * Double(verdicts.right), "\(verdicts.refused)")
    }

    /// Written before the check was: half of them was looked at while it was written, half only counted.
    @Test(
        "no wrong held-out text is accepted, and nearly all of the right ones are", arguments: Language.allCases,
        ["seen", "counted"])
    func heldOut(language: Language, half: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "paraphrases.jsonl").path
        let verdicts = try judge(file, language, half: half)
        let rate = 1 - Double(verdicts.refused.count) / Double(verdicts.right)
        print(
            "\(language) \(half): \(verdicts.right - verdicts.refused.count) of \(verdicts.right) right texts accepted")
        #expect(verdicts.wrong >= 60 && verdicts.right >= 60)
        #expect(verdicts.accepted == [])
        #expect(rate >= (half == "seen" ? 0.95 : 0.8))
    }

    @Test(
        "a text that says nothing, or too much, is refused",
        arguments: ["", " ", ".", String(repeating: "a ", count: 600)])
    func empty(text: String) {
        #expect(!TextCheck(text, facts: TextFacts(price: 1, quote: .usd), language: .english).isAccepted)
    }

    @Test("what is not known may not be stated")
    func unknown() {
        let facts = TextFacts(price: 100, quote: .usd)
        for text in ["Bitcoin rose 1.2%.", "Volatility is normal.", "The trend is stable.", "Three hours are missing."]
        {
            #expect(!TextCheck(text, facts: facts, language: .english).isAccepted, "\(text)")
        }
        #expect(TextCheck("Bitcoin is at $100.00.", facts: facts, language: .english).isAccepted)
    }

    @Test("any bytes are read without a trap")
    func hostile() {
        var random = RandomWalk(seed: 77)
        let parts = [
            "24", "h", "%", "$", "1,2", "1.", ":", "(", "un", "the", "of", "−", "14:00", "UTC", "\u{200B}", "'", "’",
            "99999999999999999999", "-",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in parts.randomElement(using: &random) ?? ""
            }
            .joined(separator: Bool.random(using: &random) ? " " : "")
            for language in Language.allCases {
                _ = TextCheck(text, facts: TextFacts(price: 100, quote: .usd), language: language)
            }
        }
    }
}
