import Analysis
import Domain
import Support
import Testing

struct EmbeddedAnalystTests {
    private let analyst = EmbeddedAnalyst()

    @Test("without a candle there is no briefing", arguments: Language.allCases)
    func nothing(language: Language) async {
        #expect(await analyst.briefing(on: [], in: language) == nil)
    }

    @Test("one candle gives the price and names the missing data")
    func one() async throws {
        let briefing = try #require(await analyst.briefing(on: try Hours.closing([67_012.5]), in: .english))
        #expect(
            briefing.text
                == "Bitcoin is at $67,012.50. There is not enough data to determine a trend. 23 of the last 24 hours "
                + "are missing, and so is the price from 24 hours ago.")
        #expect(briefing.trend == .stable && briefing.volatility == .normal && briefing.grounded)
        #expect(briefing.asOf == .hour(1))
    }

    @Test("a change of +1.2 % is written as up, in both languages")
    func up() async throws {
        let hours = try Hours.quietMonth(then: 0.012)
        let english = try #require(await analyst.briefing(on: hours, in: .english))
        let french = try #require(await analyst.briefing(on: hours, in: .french))
        #expect(english.text.contains("up 1.2% over 24 hours") && !english.text.contains("down"))
        #expect(french.text.contains("en hausse de 1,2\u{202F}% sur 24\u{A0}heures") && !french.text.contains("baisse"))
    }

    @Test("a change of −1.2 % is written as down, in both languages")
    func down() async throws {
        let hours = try Hours.quietMonth(then: -0.012)
        #expect(await analyst.briefing(on: hours, in: .english)?.text.contains("down 1.2%") == true)
        #expect(await analyst.briefing(on: hours, in: .french)?.text.contains("en baisse de 1,2\u{202F}%") == true)
    }

    @Test("a change that rounds to zero is written without a number")
    func level() async throws {
        let hours = try Hours.quietMonth(then: 0.0001)
        #expect(
            await analyst.briefing(on: hours, in: .english)?.text.contains("almost unchanged over 24 hours") == true)
        #expect(
            await analyst.briefing(on: hours, in: .french)?.text.contains("quasi inchangé sur 24\u{A0}heures")
                == true)
    }

    @Test("the text in English")
    func english() async throws {
        let briefing = try #require(await analyst.briefing(on: try Hours.quietMonth(then: 0.06), in: .english))
        #expect(
            briefing.text
                == "Bitcoin is at $63,918.00, up 6.0% over 24 hours, after trading between $60,449.75 and $63,919.00. "
                + "The trend is bullish, and volatility is low: 0.0% per day, compared with 2.4% usually.")
        #expect(briefing.trend == .bullish && briefing.volatility == .low)
        #expect(briefing.provider == "embedded" && briefing.model == "embedded-2" && briefing.grounded)
    }

    @Test("the text in French, with no-break spaces")
    func french() async throws {
        let briefing = try #require(
            await analyst.briefing(on: try Hours.quietMonth(then: 0.06, without: [5]), in: .french))
        #expect(
            briefing.text
                == "Le bitcoin s’échange à 63\u{202F}918,00\u{A0}$, en hausse de 6,0\u{202F}% sur 24\u{A0}heures, "
                + "après avoir évolué entre 60\u{202F}449,75\u{A0}$ et 63\u{202F}919,00\u{A0}$. La tendance est "
                + "haussière, et la volatilité est faible\u{A0}: 0,0\u{202F}% par jour, contre 2,4\u{202F}% "
                + "habituellement. 1 des 24\u{A0}dernières heures manque\u{00A0}: cette analyse peut être incomplète.")
    }

    @Test("missing hours are named")
    func missing() async throws {
        let hours = try Hours.quietMonth(then: 0.02, without: [3, 4, 9])
        #expect(
            await analyst.briefing(on: hours, in: .english)?.text.contains("3 of the last 24 hours are missing") == true
        )
        #expect(
            await analyst.briefing(on: hours, in: .french)?.text.contains("3 des 24\u{A0}dernières heures manquent")
                == true)
    }

    @Test("Tether is never written as dollars", arguments: Language.allCases)
    func tether(language: Language) async throws {
        let briefing = try #require(
            await analyst.briefing(on: try Hours.quietMonth(then: 0.02, quote: .usdt), in: language))
        #expect(briefing.text.contains("\u{A0}USDT") && !briefing.text.contains("$"))
        #expect(briefing.grounded)
    }

    @Test("the same candles give the same briefing", arguments: Language.allCases)
    func deterministic(language: Language) async throws {
        let hours = try Hours.quietMonth(then: 0.02)
        let first = await analyst.briefing(on: hours, in: language)
        #expect(await analyst.briefing(on: hours, in: language) == first)
    }
}
