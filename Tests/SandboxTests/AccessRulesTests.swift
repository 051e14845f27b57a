import Domain
import Exchanges
import NIOHTTP1
import Outbound
import Sandbox
import Support
import Synchronization
import Testing

struct AccessRulesTests {
    private let endpoint = Endpoint.venue(.binance)

    @Test("a ban refuses every request until its end, and remembers those that came")
    func ban() async throws {
        let now = Mutex(midHour)
        try await withSandbox(Sandbox.Configuration(now: { now.withLock { $0 } })) { sandbox in
            let url = sandbox.baseURL(of: .binance) + "/api/v3/klines?symbol=BTCUSDT&interval=1h"
            sandbox.faults.set(.banned(seconds: 3600), on: endpoint, times: 1)
            let first = try await ask(url)
            #expect(first.status == 418 && first.headers["retry-after"] == ["3600"])
            #expect(first.text.contains("banned until \((midHour + .hours(1)).milliseconds)"))
            #expect(sandbox.violations.isEmpty)

            now.withLock { $0 = midHour + .minutes(50) }
            let second = try await ask(url)
            #expect(second.status == 418 && second.headers["retry-after"] == ["600"])
            #expect(sandbox.violations.map(\.endpoint) == [endpoint])

            now.withLock { $0 = midHour + .minutes(60) }
            #expect(try await ask(url).status == 200)
            #expect(sandbox.violations.count == 1)
        }
    }

    @Test("a request before the end of a Retry-After is remembered, and answered")
    func retryAfter() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            let url = sandbox.baseURL(of: .coinbase) + "/products/BTC-USD/ticker"
            sandbox.faults.set(.rateLimited(retryAfter: 60), on: .venue(.coinbase), times: 1)
            #expect(try await ask(url).status == 429)
            #expect(sandbox.violations.isEmpty)
            #expect(try await ask(url).status == 200)
            #expect(sandbox.violations.count == 1)
            sandbox.faults.clear(.venue(.coinbase))
            _ = try await ask(url)
            #expect(sandbox.violations.count == 1)
        }
    }

    @Test("a budget refuses what is beyond it in one second")
    func budget() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.budget(perSecond: 1), on: .venue(.kraken))
            let url = sandbox.baseURL(of: .kraken) + "/0/public/OHLC?pair=XBTUSD&interval=60"
            // Whatever the speed of this machine, two of so many requests come within a second.
            var statuses: [Int] = []
            while !statuses.contains(429), statuses.count < 1000 { statuses.append(try await ask(url).status) }
            #expect(statuses.first == 200 && statuses.last == 429)
            #expect(sandbox.violations.count == 1)
        }
    }

    @Test("our client stays within the budget of every venue, retries included", arguments: Venue.allCases)
    func ownBudget(venue: Venue) async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            let client = PoliteClient(userAgent: "test", now: { midHour })
            let source = venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: client, apiKey: "any")
            // What the venue documents, for the first second: our burst and one second's share.
            let budget = source.facts.budget
            let second = budget.burst + Int((Double(budget.requests) / (budget.period / .seconds(1))).rounded(.up))
            sandbox.faults.set(.budget(perSecond: max(1, second / budget.weight)), on: .venue(venue))
            let count = min(12, budget.burst / budget.weight + 2)
            let range = TimeRange(.hour(0), until: .hour(2))
            if budget.period / Double(budget.requests) < .seconds(2) {
                for _ in 1...count { _ = try await source.page(of: .oneHour, in: range) }
            } else {
                for _ in 1...budget.burst { _ = try await source.page(of: .oneHour, in: range) }
            }
            #expect(sandbox.violations.isEmpty)
            await client.shutdown()
        }
    }

    @Test("a banned client sends nothing until the end, however often it is asked to", arguments: Venue.allCases)
    func ownBan(venue: Venue) async throws {
        let now = Mutex(midHour)
        try await withSandbox(Sandbox.Configuration(now: { now.withLock { $0 } })) { sandbox in
            let client = PoliteClient(userAgent: "test", now: { now.withLock { $0 } })
            let source = venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: client, apiKey: "any")
            let range = TimeRange(.hour(0), until: .hour(2))
            sandbox.faults.set(.banned(seconds: 3600), on: .venue(venue), times: 1)
            for minute: Int64 in 0..<25 {
                now.withLock { $0 = midHour + .minutes(2 * minute) }
                let failure = await #expect(throws: SourceFailure.self) {
                    try await source.page(of: .oneHour, in: range)
                }
                #expect(failure?.kind == .rateLimited)
                #expect(failure?.notBefore(failedAt: midHour + .minutes(2 * minute)) == midHour + .hours(1))
            }
            #expect(sandbox.requests.requests(to: .venue(venue)).count == 1)
            now.withLock { $0 = midHour + .hours(1) }
            let page = try await source.page(of: .oneHour, in: range)
            #expect(page.candles.count == 2)
            #expect(sandbox.violations.isEmpty)
            await client.shutdown()
        }
    }
}
