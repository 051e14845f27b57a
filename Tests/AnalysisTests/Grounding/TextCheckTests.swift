import Analysis
import Domain
import Support
import Testing

struct TextCheckTests {
    @Test("no wrong text of ours is accepted, and at least 95 % of the right ones are")
    func ownCases() throws {
        let cases = try GroundingCase.own("cases.jsonl")
        #expect(cases.wrong >= 800 && cases.right >= 700)
        #expect(cases.wrongAccepted == [])
        let refused = cases.rightRefused
        #expect(Double(refused.count) <= 0.05 * Double(cases.right), "\(refused)")
    }

    @Test(
        "no wrong shared text is accepted, and at least 95 % of the right ones are",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func sharedCases() throws {
        let cases = try GroundingCase.all(in: (SharedData.folder ?? "") + "/analysis/grounding-cases.jsonl")
        #expect(cases.wrongAccepted == [])
        let refused = cases.rightRefused
        #expect(Double(refused.count) <= 0.05 * Double(cases.right), "\(refused)")
    }

    /// Written before the check was: half of them was looked at while it was written, half only counted.
    @Test(
        "no wrong held-out text is accepted, and nearly all of the right ones are", arguments: Language.allCases,
        ["seen", "counted"])
    func heldOut(language: Language, half: String) throws {
        try judge("paraphrases.jsonl", language, half, wrong: 60, right: 60, refusedShare: half == "seen" ? 0.05 : 0.2)
    }

    /// In the manner of journalists and of small models, written before the check that reads them.
    @Test(
        "no wrong report is accepted, and most of the right ones are", arguments: Language.allCases,
        ["seen", "counted"])
    func reports(language: Language, half: String) throws {
        try judge("reports.jsonl", language, half, wrong: 15, right: 15, refusedShare: 0.3)
    }

    /// Written without reading the check, in the manner of market reports and language models.
    @Test(
        "no wrong text at first contact is accepted", arguments: Language.allCases, ["seen", "counted", "sealed"])
    func firstContact(language: Language, half: String) throws {
        try judge("first-contact.jsonl", language, half, wrong: 20, right: 35, refusedShare: 0.1)
    }

    /// In the manner of dispatches, bulletins and assistants, written freely before any of it was read.
    @Test(
        "no wrong dispatch is accepted, and most of the right ones are", arguments: Language.allCases,
        ["seen", "counted"])
    func dispatches(language: Language, half: String) throws {
        try judge("dispatches.jsonl", language, half, wrong: 15, right: 15, refusedShare: 0.4)
    }

    /// In the manner of the shared cases, written by somebody who had seen only those.
    @Test(
        "no wrong text of another half is accepted, and nearly all of the right ones are", arguments: Language.allCases)
    func otherHalf(language: Language) throws {
        try judge("other-half.jsonl", language, "counted", wrong: 25, right: 25, refusedShare: 0.05)
    }

    /// Accepts no wrong text, and refuses at most a share of the right ones.
    /// - Parameters:
    ///   - wrong: the fewest texts of each kind that the file must have.
    private func judge(
        _ file: String, _ language: Language, _ half: String, wrong: Int, right: Int, refusedShare: Double
    ) throws {
        let cases = try GroundingCase.own(file).filter { $0.language == language && $0.half == half }
        let refused = cases.rightRefused.count
        print("\(file), \(language), \(half): \(cases.right - refused) of \(cases.right) right texts accepted")
        #expect(cases.wrong >= wrong && cases.right >= right)
        #expect(cases.wrongAccepted == [])
        #expect(Double(refused) <= refusedShare * Double(cases.right))
    }

    @Test(
        "a right text is refused once every fact is another",
        arguments: [
            "cases.jsonl", "paraphrases.jsonl", "reports.jsonl", "first-contact.jsonl", "dispatches.jsonl",
            "other-half.jsonl",
        ])
    func altered(file: String) throws {
        let accepted = try GroundingCase.own(file).filter { text in
            text.isRight && TextCheck(text.text, facts: text.facts.altered, language: text.language).isAccepted
        }
        #expect(accepted.map(\.text) == [])
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
