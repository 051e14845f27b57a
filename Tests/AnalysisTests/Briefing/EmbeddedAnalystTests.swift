import Analysis
import Domain
import Support
import Testing

struct EmbeddedAnalystTests {
    private func briefing(_ market: MarketView, _ language: Language = .english) async throws -> Briefing {
        let briefing = try #require(await EmbeddedAnalyst().briefing(on: market, in: language))
        #expect(briefing.grounded, "\(briefing.text)")
        return briefing
    }

    @Test("without a candle there is no briefing", arguments: Language.allCases)
    func nothing(language: Language) async {
        #expect(await EmbeddedAnalyst().briefing(on: MarketView([]), in: language) == nil)
    }

    @Test("one candle gives the price and its moment, and nothing that is unknown", arguments: Language.allCases)
    func one(language: Language) async throws {
        let briefing = try await briefing(MarketView(try Hours.closing([67_012.5])), language)
        #expect(briefing.trend == nil && briefing.trend7d == nil && briefing.volatility == nil)
        #expect(briefing.forecast == nil && briefing.newsMood == nil && briefing.articles.isEmpty)
        #expect(
            briefing.text
                == (language == .english
                    ? "At 01:00 UTC on 1 January, Bitcoin was at $67,012.50. The data is not sufficient to tell a "
                        + "direction. Of the last 24 hours, 23 are missing."
                    : "Le 1er janvier à 1\u{A0}h UTC, le bitcoin valait 67\u{202F}012,50\u{A0}$. Les données ne suffisent "
                        + "pas pour dégager une direction. Sur les 24\u{A0}dernières heures, 23 manquent."))
    }

    @Test("a rise in English, with direction and volatility in words of the past")
    func english() async throws {
        let briefing = try await briefing(MarketView(try Hours.quietMonth(then: 0.06)))
        #expect(
            briefing.text
                == "At 00:00 UTC on 2 February, Bitcoin was at $63,918.00, up 6.0% over 24 hours, after trading between "
                + "$60,449.75 and $63,919.00. The past day brought a clear rise, and volatility was low: 1.2% per day, "
                + "compared with 2.4% usually.")
        #expect(briefing.trend == .bullish && briefing.volatility == .low && briefing.asOf == .hour(32 * 24))
        #expect(briefing.provider == "embedded" && briefing.model == "embedded-5")
    }

    @Test("the same in French, with no-break spaces, and the word of the badge")
    func french() async throws {
        let briefing = try await briefing(MarketView(try Hours.quietMonth(then: 0.06)), .french)
        #expect(
            briefing.text
                == "Le 2\u{A0}février à 0\u{A0}h UTC, le bitcoin valait 63\u{202F}918,00\u{A0}$, en hausse de "
                + "6,0\u{202F}% sur 24\u{A0}heures, après avoir évolué entre 60\u{202F}449,75\u{A0}$ et "
                + "63\u{202F}919,00\u{A0}$. La dernière journée montre une nette hausse, et la volatilité était "
                + "faible\u{A0}: 1,2\u{202F}% par jour, contre 2,4\u{202F}% d’habitude.")
    }

    @Test("hours in another currency after the newest one are named", arguments: Language.allCases)
    func laterHours(language: Language) async throws {
        let dollars = try Hours.closing([Double](repeating: 67_000, count: 743))
        let tether = try Hours.closing([Double?](repeating: nil, count: 743) + [67_010, 67_020], quote: .usdt)
        for (count, words) in [
            (1, ["Since then, 1 hour is known in USDT only.", "Depuis, 1\u{A0}heure n’est connue qu’en USDT."]),
            (2, ["Since then, 2 hours are known in USDT only.", "Depuis, 2\u{A0}heures ne sont connues qu’en USDT."]),
        ] {
            let text = try await briefing(MarketView(dollars + tether.prefix(count)), language).text
            #expect(text.hasSuffix(words[language == .english ? 0 : 1]), "\(text)")
        }
    }

    @Test(
        "a change that rounds to zero has no number, and a market at one price no range", arguments: Language.allCases)
    func level(language: Language) async throws {
        let text = try await briefing(MarketView(try Hours.quietMonth(then: 0.0001)), language).text
        #expect(
            text.contains(language == .english ? "almost unchanged over 24 hours" : "quasi inchangé sur 24\u{A0}heures")
        )
        let flat = try await briefing(MarketView(try flatHours(40)), language).text
        #expect(!flat.contains("between") && !flat.contains("entre"))
    }

    @Test("a price that is three days old is said to be", arguments: Language.allCases)
    func stale(language: Language) async throws {
        let text = try await briefing(MarketView(try Hours.quietMonth(then: 0.01), age: .days(3)), language).text
        #expect(
            text.hasPrefix(
                language == .english
                    ? "The newest price is 3 days old: at 00:00 UTC on 2 February, Bitcoin was at"
                    : "Le cours le plus récent remonte à 3\u{A0}jours\u{A0}: le 2\u{A0}février à 0\u{A0}h UTC, le bitcoin"
            ))
    }

    @Test("a large move of the open hour is reported as such, and a small one is not", arguments: Language.allCases)
    func openHour(language: Language) async throws {
        let hours = try Hours.quietMonth(then: 0.012)
        let last = try #require(hours.last)
        func open(_ factor: Double) throws -> ArchivedCandle {
            ArchivedCandle(
                try .hour(32 * 24, close: last.close * factor), source: "kraken", run: RunID(rawValue: "r"),
                seenAt: last.candle.closeTime + .minutes(40))
        }
        let fall = try await briefing(MarketView(hours, open: try open(0.91), age: .minutes(40)), language).text
        #expect(fall.contains(language == .english ? "Since then, it has fallen 9.0% to" : "Depuis, il a perdu 9,0"))
        let calm = try await briefing(MarketView(hours, open: try open(1.001), age: .minutes(40)), language).text
        #expect(!calm.contains("Since then") && !calm.contains("Depuis"))
    }

    @Test("missing hours, hours in another currency and hours in dispute are named", arguments: Language.allCases)
    func limits(language: Language) async throws {
        var hours = try Hours.quietMonth(then: 0.02, without: [3, 4, 9])
        let other = try #require(hours.firstIndex { $0.openTime == .hour(31 * 24 + 14) })
        hours[other] = try #require(
            try Hours.closing([Double?](repeating: nil, count: 31 * 24 + 14) + [200], quote: .usdt).first)
        let text = try await briefing(MarketView(hours, disputed: [.hour(31 * 24 + 10)]), language).text
        #expect(
            text.contains(
                language == .english
                    ? "Of the last 24 hours, 3 are missing, 1 is known in USDT only, 1 is left out because the sources "
                        + "disagree."
                    : "Sur les 24\u{A0}dernières heures, 3 manquent, 1 n’est connue qu’en USDT, 1 est écartée faute "
                        + "d’accord entre les sources."), "\(text)")
    }

    @Test("a jump in the first hour of the day is its largest move, and no text calls the day without direction")
    func jump() async throws {
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        for language in Language.allCases {
            let day = [Double?](repeating: 60_300 * 1.06, count: 24)
            let briefing = try await briefing(MarketView(try Hours.closing(month + day)), language)
            #expect(briefing.facts.largestMove?.hour == .hour(31 * 24))
            #expect(abs((briefing.facts.largestMove?.change ?? 0) - 0.06) < 1e-12)
            #expect(!briefing.text.contains(language == .english ? "no clear direction" : "pas de direction nette"))
        }
    }

    @Test("a range of the close is given until that close has been")
    func past() async throws {
        var walk = RandomWalk(seed: 3)
        let hours = try walk.hours(90 * 24)
        for (age, isGiven) in [(Int64(0), true), (23, true), (24, false), (72, false)] {
            let market = MarketView(hours, age: .hours(age))
            #expect((try await briefing(market).forecast != nil) == isGiven, "\(age)")
        }
    }

    // The halved close of the hour from 05:00 on is of 06:00, as the price of the text is of the end of its hour.
    @Test("an outlier is named", arguments: Language.allCases)
    func outlier(language: Language) async throws {
        var hours = try Hours.quietMonth(then: 0.02)
        hours[31 * 24 + 5] = try #require(try hours[31 * 24 + 5].scaled(by: 0.5))
        let text = try await briefing(MarketView(hours), language).text
        #expect(
            text.contains(
                language == .english
                    ? "at 06:00 UTC is left out as not credible." : "à 6\u{A0}h UTC est écarté comme non"),
            "\(text)")
    }

    @Test("one hour that was most of the day is named", arguments: Language.allCases)
    func largestMove(language: Language) async throws {
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        let day: [Double?] = (0..<24).map { $0 < 10 ? 60_300 : 57_300 }
        let text = try await briefing(MarketView(try Hours.closing(month + day)), language).text
        #expect(
            text.contains(
                language == .english
                    ? "The largest move of one hour was a fall of 5.0% at 10:00 UTC."
                    : "Le plus fort mouvement d’une heure était une baisse de 5,0\u{202F}% à 10\u{A0}h UTC."), "\(text)"
        )
    }

    @Test("with 60 days of hours the text ends with the range of the close", arguments: Language.allCases)
    func forecast(language: Language) async throws {
        var walk = RandomWalk(seed: 3)
        let briefing = try await briefing(MarketView(try walk.hours(70 * 24)), language)
        let range = try #require(briefing.forecast)
        #expect(briefing.text.contains(NumberWording.price(range.low80, quote: .usd, language: language)))
        #expect(briefing.text.contains(language == .english ? "four cases out of five" : "quatre cas sur cinq"))
    }

    @Test("Tether is never written as dollars", arguments: Language.allCases)
    func tether(language: Language) async throws {
        let text = try await briefing(MarketView(try Hours.quietMonth(then: 0.02, quote: .usdt)), language).text
        #expect(text.contains("\u{A0}USDT") && !text.contains("$"))
    }

    @Test("the mood is of the last day, and the articles are those nearest to the largest move")
    func news() async throws {
        let month: [Double?] = (0..<31 * 24).map { $0 % 2 == 0 ? 60_000 : 60_300 }
        let day: [Double?] = (0..<24).map { $0 < 10 ? 60_300 : 57_300 }
        func article(_ title: String, hour: Int64) -> ArchivedArticle {
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: title), title: title, link: "https://example.com/\(hour)", publisher: "p",
                    published: .hour(31 * 24 + hour), summary: "", language: "en", feed: "f"),
                run: RunID(rawValue: "r"), firstSeen: .hour(31 * 24 + hour))
        }
        let news = [
            article("Bitcoin plunges as exchange is hacked", hour: 11), article("A museum opens", hour: 10),
            article("Bitcoin rallies", hour: 2), article("Bitcoin soars to new heights", hour: -20),
        ]
        let hours = try Hours.closing(month + day)
        let briefing = try await briefing(
            MarketView(
                closed: hours, news: news, now: .hour(32 * 24), freshness: PriceFreshness(collectEvery: .hours(1))))
        #expect(briefing.articles.first?.article.title == "Bitcoin plunges as exchange is hacked")
        #expect(briefing.articles.count == 2 && briefing.newsMood?.count == 3)
    }

    @Test("the same market gives the same briefing", arguments: Language.allCases)
    func deterministic(language: Language) async throws {
        let market = MarketView(try Hours.quietMonth(then: 0.02))
        let first = try await briefing(market, language)
        #expect(try await briefing(market, language) == first)
    }

    private func flatHours(_ count: Int64) throws -> [ClosedCandle] {
        try (0..<count).compactMap { hour in
            let candle = try Candle(.oneHour, at: .hour(hour), open: 100, high: 100, low: 100, close: 100, volume: 1)
            return ClosedCandle(candle, closedBy: candle.closeTime)
        }
    }
}
