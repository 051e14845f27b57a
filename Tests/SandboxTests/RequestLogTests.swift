import Domain
import Sandbox
import Support
import Testing

struct RequestLogTests {
    @Test("every request is kept with its target, endpoint and simulated time, but not those about faults")
    func kept() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            _ = try await ask(sandbox.origin + "/kraken/0/public/OHLC?pair=XBTUSD&interval=60")
            _ = try await ask(sandbox.origin + "/_faults")
            _ = try await ask(sandbox.origin + "/nowhere")
            #expect(
                sandbox.requests.all.map(\.target) == ["/kraken/0/public/OHLC?pair=XBTUSD&interval=60", "/nowhere"])
            #expect(sandbox.requests.all.map(\.endpoint) == [.venue(.kraken), nil])
            #expect(sandbox.requests.all.allSatisfy { $0.time == midHour && $0.method == "GET" })
        }
    }

    @Test("one can wait for requests that have come and for requests that are to come")
    func wait() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            async let waited = sandbox.requests.wait(for: 2, to: .venue(.binance))
            for _ in 1...2 { _ = try await ask(sandbox.baseURL(of: .binance)) }
            #expect(try await waited.count == 2)
            #expect(try await sandbox.requests.wait(for: 2, to: .venue(.binance)).count == 2)
            #expect(sandbox.requests.requests(to: .venue(.coinbase)).isEmpty)
        }
    }

    @Test("a wait that is cancelled ends")
    func cancelled() async throws {
        let log = RequestLog()
        let waiting = Task { try await log.wait(for: 1) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
