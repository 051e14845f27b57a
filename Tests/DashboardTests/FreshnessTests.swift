import API
import Domain
import FoundationEssentials
import Hummingbird
import HummingbirdTesting
import Support
import Synchronization
import Testing

@testable import Dashboard

/// The page of `serve`, the page of `web`, `/v1/price` and `/readyz` call the price stale at the same moment.
struct FreshnessTests {
    private static let priceTime = Timestamp.hour(100)

    /// The market, the API and both pages over one price of ``priceTime``.
    private struct Services {
        let reader: LocalMarketReader
        let api: Router<APIRequestContext>
        let now: @Sendable () -> Timestamp

        init(collectEvery: Duration, now: @escaping @Sendable () -> Timestamp) throws {
            self.now = now
            let freshness = PriceFreshness(collectEvery: collectEvery)
            let candles = MemoryCandles([
                ArchivedCandle(
                    try .hour(99, close: 100), source: "kraken", run: RunID(rawValue: "r"), seenAt: priceTime)
            ])
            reader = LocalMarketReader(
                candles: candles, sightings: MemorySightings(), news: MemoryNews(), analyst: NoAnalyst(),
                simulated: false, freshness: freshness,
                now: now)
            api = APIRouter.make(
                reader: reader, runs: MemoryRuns(), responses: ResponseCache(version: DataVersion(), now: now),
                readiness: Readiness {
                    Readiness.Facts(
                        now: now(), schema: 1, wantedSchema: 1, newestPrice: priceTime,
                        freshFor: freshness.maxAge)
                },
                incidents: MemoryIncidents(), status: StatusRoute { _ in [] }, metrics: MetricsRoute { [] },
                requests: RequestMetrics(), operations: .init(.everyone, token: nil), simulated: false)
        }

        /// Runs `body` with the API, the page in process and the page over HTTP; both pages are cached as in
        /// production.
        func run(_ body: @escaping @Sendable (any TestClientProtocol, PageClient, PageClient) async throws -> Void)
            async throws
        {
            let (reader, now) = (reader, now)
            try await Application(router: api).test(.router) { client in
                let remote = RemoteMarketReader { path in
                    let response = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
                    return (response.status.code, Array(response.body.readableBytesView))
                }
                try await PageClient.run(reader, version: { 1 }, now: now, maxAge: .seconds(3600)) { local in
                    try await PageClient.run(remote, now: now, maxAge: .seconds(3600)) { web in
                        try await body(client, local, web)
                    }
                }
            }
        }
    }

    private struct NoAnalyst: Analyst {
        func briefing(on market: MarketView, in language: Language) async -> Briefing? { nil }
    }

    @Test(
        "page, API and readiness agree at every age around the limit",
        arguments: [
            (Duration.minutes(15), Duration.hours(2)), (.hours(1), .hours(2)), (.hours(6), .hours(12)),
        ])
    func agreement(collectEvery: Duration, limit: Duration) async throws {
        let clock = Mutex(Self.priceTime)
        let services = try Services(collectEvery: collectEvery, now: { clock.withLock { $0 } })
        // Ascending, as the caches see time pass; several of them lie within one minute.
        let ages: [(age: Duration, stale: Bool)] = [
            (.minutes(29), false), (.minutes(31), false), (limit - .hours(1), false), (limit - .seconds(1), false),
            (limit - .milliseconds(1), false), (limit, false), (limit + .milliseconds(1), true),
            (limit + .seconds(1), true), (limit + .minutes(1), true), (limit * 2, true),
        ]
        try await services.run { client, local, web in
            for (age, stale) in ages {
                clock.withLock { $0 = Self.priceTime + age }
                let response = try await client.executeRequest(uri: "/v1/price", method: .get, headers: [:], body: nil)
                let price = try JSONDecoder().decode(PriceResponse.self, from: Data(response.body.readableBytesView))
                #expect(price.stale == stale, "API, \(age)")
                #expect(price.freshUntil == Self.priceTime + limit)
                for (name, page) in [("serve", local), ("web", web)] {
                    #expect(try await page.get().body.contains("This price is stale") == stale, "\(name), \(age)")
                }
                let ready = try await client.executeRequest(uri: "/readyz", method: .get, headers: [:], body: nil)
                #expect((ready.status == .ok) == !stale, "readyz, \(age)")
            }
        }
    }

    @Test("while the API is unavailable, the page calls a cached price stale by the limit that the API sent")
    func cached() async throws {
        let clock = Mutex(SampleMarket.now)
        let reader = ChangingReader(try SampleMarket.reader())
        try await PageClient.run(reader, now: { clock.withLock { $0 } }) { client in
            #expect(try await !client.get().body.contains("This price is stale"))
            var down = try SampleMarket.reader()
            down.failAll(.unavailable(detail: "down"))
            await reader.replace(with: down)
            #expect(try await !client.get().body.contains("This price is stale"))
            clock.withLock { $0 = SampleMarket.now + .hours(2) + .milliseconds(1) }
            #expect(try await client.get().body.contains("This price is stale"))
        }
    }

    @Test("over HTTP, `stale` is the API's value, whatever the dashboard's clock is")
    func apiDecides() async throws {
        var reader = try SampleMarket.reader()
        for stale in [true, false] {
            let asOf = SampleMarket.now - .hours(stale ? 0 : 30)
            reader.price = .success(SampleMarket.price(asOf: asOf, stale: stale, freshUntil: asOf + .hours(12)))
            #expect(try await PageClient.page(reader).body.contains("This price is stale") == stale)
        }
    }
}
