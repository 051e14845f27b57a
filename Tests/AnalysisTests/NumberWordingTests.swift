import Analysis
import Domain
import Testing

struct NumberWordingTests {
    @Test(
        "a price has the currency sign, separators and spaces of its language",
        arguments: [
            (1234.5, Quote.usd, Language.english, "$1,234.50"),
            (1234.5, .usd, .french, "1\u{202F}234,50\u{A0}$"),
            (67_012.505, .usdt, .english, "67,012.51\u{A0}USDT"),
            (67_012.5, .usdt, .french, "67\u{202F}012,50\u{A0}USDT"),
            (1_234_567.891, .usd, .english, "$1,234,567.89"),
            (999.999, .usd, .english, "$1,000.00"),
            (1, .usd, .french, "1,00\u{A0}$"),
            (0.000_123, .usd, .english, "$0.000123"),
            (0, .usd, .english, "$0.000000"),
            (-12.5, .usd, .english, "\u{2212}$12.50"),
            (-12.5, .usd, .french, "\u{2212}12,50\u{A0}$"),
            (100, .eur, .french, "100,00\u{A0}€"), (100, Quote(rawValue: "CHF"), .french, "100,00\u{A0}CHF"),
        ])
    func price(value: Double, quote: Quote, language: Language, expected: String) {
        #expect(NumberWording.price(value, quote: quote, language: language) == expected)
    }

    @Test(
        "a fraction is written in percent",
        arguments: [
            (0.012, Language.english, false, "1.2%"),
            (0.012, .english, true, "+1.2%"),
            (0.012, .french, true, "+1,2\u{202F}%"),
            (-0.012, .english, true, "\u{2212}1.2%"),
            (-0.012, .french, false, "\u{2212}1,2\u{202F}%"),
            (0, .english, true, "0.0%"),
            (0.0004, .english, true, "0.0%"),
            (-0.0004, .french, true, "0,0\u{202F}%"),
            (12.3456, .english, true, "+1,234.6%"),
        ])
    func percent(share: Double, language: Language, signed: Bool, expected: String) {
        #expect(NumberWording.percent(share, language: language, signed: signed) == expected)
    }

    @Test(
        "a value that is not a number or too large is a dash",
        arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func noNumber(value: Double) {
        #expect(NumberWording.number(value, decimals: 2, language: .english) == "–")
    }

    @Test(
        "thousands are grouped",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (100_000, "100,000"), (1_000_000, "1,000,000")])
    func groups(value: Double, expected: String) {
        #expect(NumberWording.number(value, decimals: 0, language: .english) == expected)
    }
}
