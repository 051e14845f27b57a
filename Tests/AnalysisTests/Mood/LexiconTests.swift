import Domain
import Testing

@testable import Analysis

@Suite("The lexicons") struct LexiconTests {
    private static func text(_ language: Language) throws -> LexiconText {
        try LexiconText(Lexicon.text(of: language))
    }

    @Test("every lexicon is read, and large enough", arguments: Language.allCases)
    func size(language: Language) throws {
        let entries = try Self.text(language).entries
        #expect(entries.count >= 1500)
        #expect(Set(entries.flatMap(\.forms)).count >= 2000)
    }

    @Test("no word or phrase stands in two sections, with any of its forms", arguments: Language.allCases)
    func noDoubles(language: Language) throws {
        var seen: [[String]: LexiconText.Entry] = [:]
        for entry in try Self.text(language).entries {
            guard case .role = entry.meaning else { continue }
            for form in entry.forms {
                let other = seen.updateValue(entry, forKey: form)
                #expect(
                    other == nil || other?.meaning == entry.meaning,
                    "\(form) stands in lines \(other?.line ?? 0) and \(entry.line)")
            }
        }
    }

    @Test("every word is one that the scanner can find", arguments: Language.allCases)
    func reachable(language: Language) throws {
        for form in try Self.text(language).entries.flatMap(\.forms) {
            let tokens = HeadlineScanner.tokens(of: form.joined(separator: " "), french: language == .french)
            #expect(tokens.count == form.count || form.contains { $0.allSatisfy(\.isNumber) }, "\(form)")
        }
    }

    @Test(
        "a wrong lexicon is refused with its line",
        arguments: [
            ("rise\n", 1), ("[up]\nrise:q\n", 2), ("[nothing]\n", 1), ("[up 2]\n", 1), ("[up]\n_rise\n", 2),
            ("[event weather]\n", 1),
        ])
    func refused(text: String, line: Int) {
        #expect(throws: (any Error).self) { try LexiconText(text) }
        do { _ = try LexiconText(text) } catch { #expect(error.line == line) }
    }

    @Test("inflections follow the grammar")
    func inflections() {
        #expect(Inflection.verb.forms(of: "rise") == ["rise", "rises", "rised", "rising"])
        #expect(Inflection.verb.forms(of: "rally") == ["rally", "rallies", "rallied", "rallying"])
        #expect(Inflection.doublingVerb.forms(of: "drop") == ["drop", "drops", "dropped", "dropping"])
        #expect(Inflection.noun.forms(of: "loss") == ["loss", "losses"])
        #expect(Inflection.er.forms(of: "plong").contains("plongeait"))
        #expect(Inflection.al.forms(of: "légal") == ["légal", "légale", "légales", "légaux"])
    }

    @Test(
        "numbers are read as both languages write them",
        arguments: [
            ("$1.05 billion", false, 1.05e9, HeadlineNumber.Unit.money),
            ("1,05 milliard de dollars", true, 1.05e9, .money),
            ("10,100 BTC", false, 10_100, .none), ("10 100 bitcoins", true, 10_100, .none),
            ("10\u{202F}100 bitcoins", true, 10_100, .none), ("$812M", false, 812e6, .money),
            ("EUR 13.1 mn", false, 13.1e6, .money), ("12 %", true, 12, .percent), ("4.2%", false, 4.2, .percent),
            ("118 000 $", true, 118_000, .money), ("$110K", false, 110_000, .money),
        ])
    func numbers(text: String, french: Bool, value: Double, unit: HeadlineNumber.Unit) throws {
        let number = try #require(HeadlineScanner.tokens(of: text, french: french).compactMap(\.number).first)
        #expect(abs(number.value - value) <= value * 1e-9 && number.unit == unit)
    }

    @Test("the terms of stories are read, without doubles")
    func terms() throws {
        #expect(try StoryTerms(StoryTerms.embeddedText).terms.count > 800)
        #expect(throws: StoryTerms.Failure.self) { try StoryTerms("[act]\nbuy = buy\nsell = buy\n") }
    }
}
