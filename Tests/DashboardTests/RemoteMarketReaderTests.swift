import API
import Dashboard
import Domain
import FoundationEssentials
import Support
import Synchronization
import Testing

struct RemoteMarketReaderTests {
    private struct Refused: Error {}

    private func responding(_ value: some Encodable) throws -> RemoteMarketReader {
        let body = [UInt8](try JSONEncoder().encode(value))
        return RemoteMarketReader { _ in (200, body) }
    }

    @Test("each read model is what the API sent")
    func roundTrip() async throws {
        let sample = try SampleMarket.reader()
        #expect(try await responding(try sample.price.get()).price() == (try sample.price.get()))
        #expect(try await responding(try sample.candles.get()).candles(CandleQuery()) == (try sample.candles.get()))
        #expect(try await responding(try sample.news.get()).news(ArticleQuery()) == (try sample.news.get()))
        #expect(try await responding(try sample.analysis.get()).analysis(in: .french) == (try sample.analysis.get()))
    }

    @Test("names that only a newer API knows come back as they are")
    func newerAPI() async throws {
        var analysis = try SampleMarket.reader().analysis.get()
        analysis.trend = Briefing.Trend(rawValue: "sideways")
        analysis.volatility = Briefing.Volatility(rawValue: "extreme")
        #expect(try await responding(analysis).analysis(in: .english) == analysis)
    }

    @Test("the requests are those of the API's routes")
    func requests() async throws {
        let requested = Mutex<[String]>([])
        let reader = RemoteMarketReader { path in
            requested.withLock { $0.append(path) }
            throw Refused()
        }
        _ = try? await reader.price()
        _ = try? await reader.candles(CandleQuery(.oneDay, from: .hour(0), limit: 5))
        _ = try? await reader.news(ArticleQuery(NewsQuery(language: "fr", text: "l’éther & co"), limit: 3))
        _ = try? await reader.analysis(in: .french)
        _ = try? await reader.analyses(days: 7, in: .french)
        #expect(
            requested.withLock { $0 } == [
                "/v1/price", "/v1/candles?interval=1d&from=2026-01-01T00%3A00%3A00Z&limit=5",
                "/v1/news?limit=3&lang=fr&q=l%E2%80%99%C3%A9ther%20%26%20co", "/v1/analysis?lang=fr",
                "/v1/analyses?days=7&lang=fr",
            ])
    }

    @Test("the API's own 404 means that nothing has been collected")
    func empty() async throws {
        let reader = RemoteMarketReader { _ in
            (404, Array(#"{"status":404,"type":"urn:bitcoin-analyzer:problem:no-data"}"#.utf8))
        }
        await #expect(throws: ReadModelFailure.empty(what: "price")) { try await reader.price() }
    }

    @Test("another server's 404 means that this is not the API")
    func otherServer() async throws {
        let reader = RemoteMarketReader { _ in (404, Array("<html>Not Found</html>".utf8)) }
        await #expect(throws: ReadModelFailure.unavailable(detail: "the API responded to /v1/price with status 404")) {
            try await reader.price()
        }
    }

    @Test("any other status means that the API is unavailable", arguments: [500, 503, 301])
    func status(status: Int) async throws {
        let reader = RemoteMarketReader { _ in (status, []) }
        await #expect(
            throws: ReadModelFailure.unavailable(detail: "the API responded to /v1/price with status \(status)")
        ) { try await reader.price() }
    }

    @Test("a refused connection means that the API is unavailable")
    func refused() async throws {
        let reader = RemoteMarketReader { _ in throw Refused() }
        await #expect(throws: ReadModelFailure.unavailable(detail: "the API did not respond to /v1/price: Refused()")) {
            try await reader.price()
        }
    }

    @Test("a response that is not the API's is an error")
    func otherResponse() async throws {
        let reader = RemoteMarketReader { _ in (200, Array("<html>".utf8)) }
        do {
            _ = try await reader.price()
            Issue.record("an HTML page was taken for a price")
        } catch {
            guard case .unavailable = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
