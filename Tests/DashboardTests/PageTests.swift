import API
import Domain
import Testing

struct PageTests {
    @Test("the page shows the price with its age, change and source")
    func price() async throws {
        let price = try await PageClient.page(try SampleMarket.reader()).body.section("price")
        #expect(price.contains("$67,234.50"))
        #expect(price.contains("3 min ago"))
        #expect(price.contains("<strong>+1.2%</strong> in 24 h"))
        #expect(price.contains("Source: Coinbase"))
        #expect(price.contains("<time datetime=\"2026-02-01T00:27:00Z\""))
    }

    @Test("the price is shown within the range of the last 24 hours")
    func dayRange() async throws {
        let price = try await PageClient.page(try SampleMarket.reader()).body.section("price")
        #expect(price.contains("<dt>24 h low</dt><dd>$66,010.00</dd>"))
        #expect(price.contains("<dt>24 h high</dt><dd>$67,900.00</dd>"))
        #expect(price.contains("<circle cx=\"64.8%\""))
    }

    @Test("a price above the highest closed hour is the high")
    func newHigh() async throws {
        var reader = try SampleMarket.reader()
        reader.price = .success(SampleMarket.price(68_500))
        let price = try await PageClient.page(reader).body.section("price")
        #expect(price.contains("<dt>24 h high</dt><dd>$68,500.00</dd>"))
        #expect(price.contains("<circle cx=\"100.0%\""))
    }

    @Test("without an analysis the price is shown without the 24-hour range")
    func noDayRange() async throws {
        var reader = try SampleMarket.reader()
        reader.analysis = .failure(.empty(what: "analysis"))
        let price = try await PageClient.page(reader).body.section("price")
        #expect(price.contains("$67,234.50"))
        #expect(!price.contains("24 h low"))
    }

    @Test("an unknown change is shown as unavailable")
    func unknownChange() async throws {
        var reader = try SampleMarket.reader()
        reader.price = .success(SampleMarket.price(percent: nil))
        #expect(try await PageClient.page(reader).body.contains("24 h change unavailable"))
    }

    @Test("a price in another currency has its code, not the dollar sign")
    func currency() async throws {
        var reader = try SampleMarket.reader()
        reader.price = .success(SampleMarket.price(quote: .usdt))
        let price = try await PageClient.page(reader).body.section("price")
        #expect(price.contains("67,234.50\u{A0}USDT"))
        #expect(!price.contains("$"))
    }

    @Test("a stale price has a warning")
    func stale() async throws {
        var reader = try SampleMarket.reader()
        reader.price = .success(SampleMarket.price(asOf: SampleMarket.now - .hours(5), stale: true))
        let page = try await PageClient.page(reader).body
        #expect(page.contains("This price is stale"))
        #expect(page.section("price").contains("5 h ago"))
    }

    @Test("a fresh price has no warning")
    func notStale() async throws {
        #expect(try await !PageClient.page(try SampleMarket.reader()).body.contains("class=\"stale-notice\""))
    }

    @Test("the analysis is shown with its badges, time and author")
    func analysis() async throws {
        let analysis = try await PageClient.page(try SampleMarket.reader()).body.section("analysis")
        #expect(analysis.contains("Bitcoin rose. It was calm. Nothing is certain."))
        #expect(analysis.contains("<li class=\"badge up\"><span>Past day:</span> clear rise</li>"))
        #expect(analysis.contains("<li class=\"badge flat\"><span>Volatility:</span> low</li>"))
        #expect(
            analysis.contains(
                "Data as of <time datetime=\"2026-02-01T00:00:00Z\" data-local=\"full\">1 Feb 2026, 00:00 UTC</time>"))
        #expect(analysis.contains("the built-in analyst"))
    }

    @Test("the news links open in a new tab, with publisher, age and language")
    func news() async throws {
        let news = try await PageClient.page(try SampleMarket.reader()).body.section("news")
        #expect(
            news.contains(
                "href=\"https://example.com/a?x=1&amp;y=2\" target=\"_blank\" rel=\"noopener noreferrer\" lang=\"en\""))
        #expect(news.contains("Example Daily · <time"))
        #expect(news.contains("25 min ago"))
        #expect(news.contains(">FR</abbr>"))
        #expect(news.contains("no date"))
    }

    @Test("the last 24 closing prices are a table, newest first")
    func closes() async throws {
        let closes = try await PageClient.page(try SampleMarket.reader()).body.section("closes")
        let rows = closes.split(separator: "<th scope=\"row\">").dropFirst()
        #expect(rows.count == 24)
        #expect(rows.first?.contains("1 Feb, 00:00") == true)
        #expect(rows.last?.contains("31 Jan, 01:00") == true)
        #expect(closes.contains("<caption>Last 24 hourly closing prices, newest first.</caption>"))
        #expect(closes.contains("<th scope=\"col\">Closed at (<span data-zone-name>UTC</span>)</th>"))
        // Six are shown, the others fold.
        #expect(
            try #require(closes.split(separator: "<details").first).split(separator: "<th scope=\"row\">").count == 7)
    }

    @Test("a missing hour is absent from the table, and the table says so")
    func closesWithGap() async throws {
        let closes = try await PageClient.page(try SampleMarket.reader(missing: [740])).body.section("closes")
        #expect(!closes.contains("31 Jan, 21:00"))
        #expect(closes.contains("30 Jan, 24:00") == false)
        #expect(closes.contains("Missing hours are not listed."))
        // No change across the gap.
        #expect(closes.split(separator: "31 Jan, 22:00").last?.prefix(120).contains("–") == true)
    }

    @Test("an open hour is not among the closing prices")
    func openHour() async throws {
        var reader = try SampleMarket.reader()
        var page = try SampleMarket.candles()
        page.candles.insert(try SampleMarket.candle(744, close: 99_999, seenAt: SampleMarket.now), at: 0)
        reader.candles = .success(page)
        #expect(try await !PageClient.page(reader).body.section("closes").contains("99,999"))
    }

    @Test(
        "simulated data are labelled, whichever read model is simulated",
        arguments: ["price", "candles", "news", "analysis"])
    func simulated(part: String) async throws {
        var reader = try SampleMarket.reader()
        switch part {
        case "price": reader.price = .success(SampleMarket.price(simulated: true))
        case "candles": reader.candles = .success(try SampleMarket.candles(simulated: true))
        case "news": reader.news = .success(SampleMarket.news(simulated: true))
        default: reader.analysis = .success(SampleMarket.analysis(simulated: true))
        }
        #expect(try await PageClient.page(reader).body.contains("Simulated data:"))
        #expect(try await PageClient.page(reader, "/?lang=fr").body.contains("Données simulées\u{A0}:"))
    }

    @Test("real data are not labelled as simulated")
    func real() async throws {
        #expect(try await !PageClient.page(try SampleMarket.reader()).body.contains("Simulated data:"))
    }

    @Test(
        "a converted price stands with its rate, who published it and how old it is",
        arguments: [
            ("en", ["≈ 61,819.14 EUR", "EUR 1 = $1.0876, www.ecb.europa.eu,", "3 days ago"]),
            ("fr", ["≈ 61 819,14 €", "1 EUR = 1,0876 $", "il y a 3 jours"]),
        ])
    func euros(_ language: String, _ words: [String]) async throws {
        var reader = try SampleMarket.reader()
        #expect(try await !PageClient.page(reader).body.contains("≈"))
        reader.price = .success(SampleMarket.priceInEuros)
        let panel = try await PageClient.page(reader, "/?lang=\(language)").body.section("price")
            .replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
        for word in words { #expect(panel.contains(word), "\(word): \(panel)") }
    }
}
