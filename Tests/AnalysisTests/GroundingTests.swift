import Analysis
import Domain
import Testing

struct GroundingTests {
    private let facts = MarketFacts(
        price: 67_012.5, quote: .usd, change24h: -0.0124, low24h: 65_900, high24h: 67_300, volatility24h: 0.021,
        baselineVolatility: 0.025,
        hoursKnown: 21)

    @Test(
        "a text whose numbers are the facts is grounded",
        arguments: [
            "Bitcoin is at $67,012.50, down 1.2% over 24 hours, between $65,900.00 and $67,300.00.",
            "It moved by −1.2% (-1.2%); volatility is 2.1%, usually 2.5%. 3 of the last 24 hours are missing.",
            "No number at all.", "",
        ])
    func grounded(text: String) {
        #expect(check(text) == [])
    }

    @Test(
        "a wrong number is unsupported",
        arguments: [
            ("Bitcoin is at $67,012.51.", "$67,012.51"), ("Bitcoin is at $67,012.", "$67,012"),
            ("Bitcoin is at 67k.", "67k"),
            ("Volatility is 2.2% a day.", "2.2%"), ("4 of the last 24 hours are missing.", "4"),
            ("It may reach $100,000.00.", "$100,000.00"),
            ("In 2026 it fell.", "2026"), ("A chance of ½.", "½"),
        ])
    func wrong(text: String, unsupported: String) {
        #expect(check(text) == [unsupported])
    }

    @Test(
        "a change with the wrong direction is unsupported",
        arguments: [
            ("Bitcoin is up 1.2%.", "up 1.2%"), ("Bitcoin is Up 1.2%.", "up 1.2%"),
            ("Bitcoin moved by +1.2%.", "+1.2%"),
            ("Bitcoin moved by 1.2%.", "1.2%"), ("Volatility is down 2.1%.", "down 2.1%"),
        ])
    func wrongWay(text: String, unsupported: String) {
        #expect(check(text) == [unsupported])
    }

    @Test("a word that only ends like a direction is not one")
    func wordBoundary() {
        #expect(check("For the group 2.1% is low.") == [])
    }

    @Test(
        "a correct number with another unit is unsupported",
        arguments: [
            ("Bitcoin is at 67,012.50 USDT.", "67,012.50\u{20}USDT"), ("Bitcoin is at €67,012.50.", "€67,012.50"),
            ("It is at 67,012.50.", "67,012.50"),
            ("A loss of 24%.", "24%"), ("Volatility is 2.1.", "2.1"), ("A share of 2.1‰.", "2.1‰"),
        ])
    func otherUnit(text: String, unsupported: String) {
        #expect(check(text) == [unsupported])
    }

    @Test("French numbers are parsed as French")
    func french() {
        let text = "Le bitcoin est à 67\u{202F}012,50\u{A0}$, en baisse de 1,2\u{202F}% sur 24 heures."
        #expect(Grounding.check(text, facts: facts, language: .french).isGrounded)
        #expect(Grounding.check(text, facts: facts, language: .english).unsupported.count == 2)
        #expect(
            Grounding.check("En hausse de 1,2 %.", facts: facts, language: .french).unsupported == [
                "en hausse de 1,2 %"
            ])
    }

    @Test("an unknown fact supports no number")
    func unknown() {
        let bare = MarketFacts(
            price: 100, quote: .usd, change24h: nil, low24h: 99, high24h: 101, volatility24h: nil,
            baselineVolatility: nil,
            hoursKnown: 24)
        #expect(
            Grounding.check("At $100.00, up 0.0%, 0 hours missing.", facts: bare, language: .english).unsupported == [
                "up 0.0%", "0",
            ])
    }

    private func check(_ text: String) -> [String] {
        Grounding.check(text, facts: facts, language: .english).unsupported
    }
}
