import API
import Domain
import HTTPTypes
import Synchronization
import Testing

struct FailureTests {
    static let down = ReadModelFailure.unavailable(detail: "connection refused by 127.0.0.1")
    static let parts = ["price", "candles", "news", "analysis"]

    private func reader(failing part: String, with failure: ReadModelFailure) throws -> StubReader {
        var reader = try SampleMarket.reader()
        switch part {
        case "price": reader.price = .failure(failure)
        case "candles": reader.candles = .failure(failure)
        case "news": reader.news = .failure(failure)
        default: reader.analysis = .failure(failure)
        }
        return reader
    }

    private static let sentences = [
        "price": "The price is unavailable: the data service is not responding.",
        "candles": "The hourly prices are unavailable: the data service is not responding.",
        "news": "The news is unavailable: the data service is not responding.",
        "analysis": "The analysis is unavailable: the data service is not responding.",
    ]

    @Test("each read model fails alone: the page says which and shows the others", arguments: parts)
    func alone(part: String) async throws {
        let page = try await PageClient.page(try reader(failing: part, with: Self.down))
        #expect(page.status == .ok)
        for (other, sentence) in Self.sentences {
            #expect(page.body.contains(sentence) == (other == part))
        }
        let shown = [
            "price": page.body.contains("class=\"price-value\""), "candles": page.body.contains("<table>"),
            "news": page.body.contains("Example Daily"), "analysis": page.body.contains("Nothing is certain."),
        ]
        for (other, isShown) in shown { #expect(isShown == (other != part)) }
    }

    @Test(
        "before the first collection the page is one card that says what comes next",
        arguments: [
            ("en", "The first collection is running; prices appear within a minute."),
            ("fr", "La première collecte est en cours\u{A0}; les cours s’affichent dans la minute."),
        ])
    func empty(language: String, sentence: String) async throws {
        var reader = try SampleMarket.reader()
        reader.failAll(.empty(what: "price"))
        let page = try await PageClient.page(reader, "/?lang=\(language)")
        #expect(page.status == .ok)
        #expect(page.body.section("empty").contains(sentence))
        #expect(page.body.matches(of: #/<section /#).count == 1)
    }

    @Test("the page says which lists are empty")
    func emptyLists() async throws {
        var reader = try SampleMarket.reader()
        reader.candles = .success(CandlePage(interval: .oneHour, candles: [], next: nil, simulated: false))
        reader.news = .success(ArticlePage(news: [], next: nil, simulated: false))
        let page = try await PageClient.page(reader).body
        #expect(page.section("chart").contains("No hourly prices have been collected yet."))
        #expect(page.section("closes").contains("No hourly prices have been collected yet."))
        #expect(page.section("news").contains("No news has been collected yet."))
    }

    @Test("candles of which none is closed make no chart and no table")
    func onlyOpen() async throws {
        var reader = try SampleMarket.reader()
        let open = try SampleMarket.candle(744, seenAt: SampleMarket.now)
        reader.candles = .success(CandlePage(interval: .oneHour, candles: [open], next: nil, simulated: false))
        let page = try await PageClient.page(reader).body
        #expect(page.section("chart").contains("No hourly prices have been collected yet."))
        #expect(!page.section("closes").contains("<table>"))
    }

    @Test("with every read model unavailable and none known the page is a 503 that says so once, without details")
    func everything() async throws {
        var reader = try SampleMarket.reader()
        reader.failAll(Self.down)
        let page = try await PageClient.page(reader)
        #expect(page.status == .serviceUnavailable)
        #expect(page.body.section("empty").contains("The data service is not responding."))
        #expect(page.body.contains("class=\"health down\""))
        #expect(!page.body.contains("127.0.0.1"))
    }

    @Test("the last known data are shown with their age when they cannot be read again")
    func remembered() async throws {
        let reader = ChangingReader(try SampleMarket.reader())
        let clock = Mutex(SampleMarket.now)
        try await PageClient.run(reader, now: { clock.withLock { $0 } }) { client in
            _ = try await client.get()
            var down = try SampleMarket.reader()
            down.failAll(Self.down)
            await reader.replace(with: down)
            clock.withLock { $0 = $0 + .minutes(12) }
            let page = try await client.get().body
            // Once for all panels.
            #expect(page.matches(of: #/class="stale-notice"/#).count == 1)
            #expect(page.contains("The data service is not responding. Showing the last known data, received <time"))
            #expect(page.contains("12 min ago</time>."))
            #expect(page.contains("$67,234.50"))
            #expect(page.contains("15 min ago"))
        }
    }

    @Test("a read model that never arrives is given up after the deadline")
    func hanging() async throws {
        var reader = try SampleMarket.reader()
        reader.beforeReading = {
            // Ignores cancellation, as a blocked thread would.
            let (forever, _) = AsyncStream<Void>.makeStream()
            await Task.detached { for await _ in forever {} }.value
        }
        try await PageClient.run(reader, deadline: .milliseconds(20)) { client in
            let page = try await client.get()
            #expect(page.status == .serviceUnavailable)
            #expect(page.body.contains("The data service is not responding."))
        }
    }
}
