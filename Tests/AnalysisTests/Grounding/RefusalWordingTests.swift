import Domain
import Support
import Testing

@testable import Analysis

@Suite("Reasons of refusals") struct RefusalWordingTests {
    @Test(
        "every reason that a text of ours is refused for has words in both languages",
        arguments: ["cases.jsonl", "paraphrases.jsonl", "reports.jsonl"])
    func known(file: String) throws {
        var reasons = Set<String>()
        for text in try GroundingCase.own(file) {
            reasons.formUnion(TextCheck(text.text, facts: text.facts, language: text.language).reasons)
            reasons.formUnion(TextCheck(text.text, facts: text.facts.altered, language: text.language).reasons)
        }
        #expect(!reasons.isEmpty)
        let missing = reasons.filter { !RefusalWording.isKnown($0) }
        #expect(missing == [])
        for reason in reasons {
            let french = RefusalWording.phrase(reason).french
            #expect(!french.contains(" the ") && !french.contains(" is ") && !french.contains("*"), "\(french)")
        }
    }

    @Test("names and quotations stand in the French words, and what is withheld is so in them")
    func wording() {
        #expect(
            RefusalWording.phrase("'65,900' is not the price").french
                == "«\u{A0}65,900\u{A0}» n’est pas exact pour le cours")
        #expect(RefusalWording.phrase("trend must be bullish").french.hasPrefix("la tendance"))
        #expect(RefusalWording.phrase("“bad key [withheld]”").french == "“bad key [masqué]”")
        #expect(RefusalWording.phrase("something new").french == "something new")
    }

    @Test(
        "a number that is read in two ways is named as a whole, with how the language writes it",
        arguments: [
            ("Le bitcoin vaut 67,012 $.", Language.french, "'67,012' is ambiguous: in French"),
            ("Bitcoin is at $67.012.", .english, "'67.012' is ambiguous: in English"),
            ("Bitcoin is at $67.012,50.", .english, "'67.012,50' is not written as numbers are in English"),
            ("Le bitcoin vaut 67.012,50 $.", .french, "'67.012,50' is not written as numbers are in French"),
            ("Bitcoin is at $1,23.", .english, "'1,23' is not written as numbers are in English"),
        ])
    func ambiguous(text: String, language: Language, says: String) {
        let check = TextCheck(text, facts: TextFacts(price: 67_012.5, quote: .usd), language: language)
        #expect(check.reasons.count == 1 && check.reasons[0].hasPrefix(says), "\(check.reasons)")
        #expect(RefusalWording.isKnown(check.reasons[0]))
    }
}
