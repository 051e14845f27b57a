import Domain
import NIOHTTP1
import Sandbox
import Support
import Testing

struct WorldTests {
    @Test("all venues show the same market, within a tenth of a percent of each other")
    func sameMarket() async throws {
        let hour = Timestamp.hour(2)
        let closes = try await withSandbox(.still(at: midHour)) { sandbox in
            let granular = "granularity=3600&start=\(hour.seconds)&end=\(hour.seconds)"
            let coinbase = try await ask(sandbox.baseURL(of: .coinbase) + "/products/BTC-USD/candles?" + granular)
            let single = "symbol=BTCUSDT&interval=1h&startTime=\(hour.milliseconds)&limit=1"
            let binance = try await ask(sandbox.baseURL(of: .binance) + "/api/v3/klines?" + single)
            return try [coinbase.json([[Double]].self)[0][4], binance.json([[Cell]].self)[0][4].number]
        }
        let (one, other) = (try #require(closes[0]), try #require(closes[1]))
        #expect(one != other)
        #expect(abs(one / other - 1) < 0.001)
    }

    @Test(
        "every response has the simulated time and is marked as simulated",
        arguments: ["/coinbase/nothing", "/nothing", "/feeds/en.xml", "/_faults"])
    func stamp(_ path: String) async throws {
        let response = try await withSandbox(.still(at: Timestamp(seconds: 784_887_151))) {
            try await ask($0.origin + path)
        }
        #expect(response.headers["date"] == ["Tue, 15 Nov 1994 08:12:31 GMT"])
        #expect(response.headers["bitcoin-analyzer-simulated"] == ["true"])
    }

    @Test("a clock starts at the given time and runs at the given speed")
    func clock() {
        let clock = WorldClock(start: .hour(0), speed: 3600)
        let (first, second) = (clock.now(), clock.now())
        #expect(first >= .hour(0) && second >= first && second < .hour(24 * 365))
        #expect(clock.realDuration(of: .hours(1)) == .seconds(1))
    }

    @Test("a port that is taken is an error, not a wait")
    func takenPort() async throws {
        _ = try await withSandbox { running in
            await #expect(throws: (any Error).self) {
                try await withSandbox(Sandbox.Configuration(port: running.port)) { $0.port }
            }
        }
    }

    @Test("a head request gets the head alone")
    func head() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            let head = try await ask(sandbox.feedURLs[0], method: .HEAD)
            let whole = try await ask(sandbox.feedURLs[0])
            #expect(head.body.isEmpty && head.status == 200)
            #expect(head.headers["etag"] == whole.headers["etag"])
        }
    }

    @Test("two sandboxes run in parallel")
    func sideBySide() async throws {
        try await withSandbox { one in
            try await withSandbox { other in
                #expect(one.port != other.port)
                let response = try await ask(other.origin + "/_faults")
                #expect(response.status == 200)
            }
        }
    }
}
