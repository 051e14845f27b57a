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
        "price": "The price could not be read: the data service is not answering.",
        "candles": "The hourly prices could not be read: the data service is not answering.",
        "news": "The news could not be read: the data service is not answering.",
        "analysis": "The analysis could not be read: the data service is not answering.",
    ]

    @Test("each part fails alone: the page says which and shows the rest", arguments: parts)
    func alone(part: String) async throws {
        let page = try await PageClient.page(try reader(failing: part, with: Self.down))
        #expect(page.status == .ok)
        for (other, sentence) in Self.sentences {
            #expect(page.body.contains(sentence) == (other == part))
        }
        let shown = [
            "price": page.body.contains("class=\"figure\""), "candles": page.body.contains("<table>"),
            "news": page.body.contains("Example Daily"), "analysis": page.body.contains("Nothing is certain."),
        ]
        for (other, isShown) in shown { #expect(isShown == (other != part)) }
    }

    @Test("what has not been collected yet is said so", arguments: ["en", "fr"])
    func empty(language: String) async throws {
        var reader = try SampleMarket.reader()
        reader.failAll(.empty(what: "price"))
        let page = try await PageClient.page(reader, "/?lang=\(language)")
        #expect(page.status == .ok)
        #expect(
            page.body.contains(
                language == "en" ? "No price has been collected yet." : "Aucun cours n’a encore été collecté."))
        #expect(
            page.body.contains(
                language == "en" ? "No article has been collected yet." : "Aucun article n’a encore été collecté."))
    }

    @Test("empty lists are said to be empty")
    func emptyLists() async throws {
        var reader = try SampleMarket.reader()
        reader.candles = .success(CandlePage(interval: .oneHour, candles: [], next: nil, simulated: false))
        reader.news = .success(ArticlePage(news: [], next: nil, simulated: false))
        let page = try await PageClient.page(reader).body
        #expect(page.section("chart").contains("No hourly price has been collected yet."))
        #expect(page.section("closes").contains("No hourly price has been collected yet."))
        #expect(page.section("news").contains("No article has been collected yet."))
    }

    @Test("candles of which none is closed make no chart and no table")
    func onlyOpen() async throws {
        var reader = try SampleMarket.reader()
        let open = try SampleMarket.candle(744, seenAt: SampleMarket.now)
        reader.candles = .success(CandlePage(interval: .oneHour, candles: [open], next: nil, simulated: false))
        let page = try await PageClient.page(reader).body
        #expect(page.section("chart").contains("No hourly price has been collected yet."))
        #expect(!page.section("closes").contains("<table>"))
    }

    @Test("with nothing to read at all the page still comes, and keeps the operator's detail to itself")
    func everything() async throws {
        var reader = try SampleMarket.reader()
        reader.failAll(Self.down)
        let page = try await PageClient.page(reader)
        #expect(page.status == .ok)
        for sentence in Self.sentences.values { #expect(page.body.contains(sentence)) }
        #expect(!page.body.contains("127.0.0.1"))
    }

    @Test("what was read before is shown with its age when it cannot be read again")
    func remembered() async throws {
        let reader = ChangingReader(try SampleMarket.reader())
        let clock = Mutex(SampleMarket.now)
        try await PageClient.run(reader, now: { clock.withLock { $0 } }) { client in
            _ = try await client.get()
            var down = try SampleMarket.reader()
            down.failAll(Self.down)
            await reader.become(down)
            clock.withLock { $0 = $0 + .minutes(12) }
            let page = try await client.get().body
            for section in ["price", "chart", "analysis", "news", "closes"] {
                #expect(page.section(section).contains("Here is what was last known, received <time"))
                #expect(page.section(section).contains("12 min ago</time>."))
            }
            #expect(page.contains("$67,234.50"))
            #expect(page.contains("15 min ago"))
        }
    }

    @Test("a reading that never comes is given up after the deadline")
    func hanging() async throws {
        var reader = try SampleMarket.reader()
        reader.beforeReading = {
            // Deaf to cancellation, as a blocked thread would be, until the test is over.
            let (forever, _) = AsyncStream<Void>.makeStream()
            await Task.detached { for await _ in forever {} }.value
        }
        try await PageClient.run(reader, deadline: .milliseconds(20)) { client in
            let page = try await client.get()
            #expect(page.status == .ok)
            for sentence in Self.sentences.values { #expect(page.body.contains(sentence)) }
        }
    }
}
