import AsyncHTTPClient
import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Sandbox
import Support
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Every fault, met by a real client over a socket.
struct FaultTests {
    private let path = "/products/BTC-USD/candles?granularity=3600"

    private func meet(_ fault: Fault, within timeout: TimeAmount = .seconds(20)) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(fault, on: .venue(.coinbase))
            return try await ask(sandbox.baseURL(of: .coinbase) + path, within: timeout)
        }
    }

    private func healthy(at moment: Timestamp = midHour) async throws -> ReceivedResponse {
        try await withSandbox(.still(at: moment)) { try await ask($0.baseURL(of: .coinbase) + path) }
    }

    @Test("a status", arguments: [500, 503, 404, 451])
    func status(_ code: Int) async throws {
        #expect(try await meet(.status(code)).status == code)
    }

    @Test("a delay postpones the regular response")
    func delay() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let response = try await meet(.delay(seconds: 0.2))
        #expect(clock.now - begin >= .milliseconds(200))
        #expect(try await response.body == healthy().body)
    }

    @Test("a hang gives nothing until the client gives up, and keeps the sandbox from nothing")
    func hang() async throws {
        await #expect(throws: HTTPClientError.deadlineExceeded) { try await meet(.hang, within: .milliseconds(300)) }
    }

    @Test("a sandbox stops while a client is still hanging")
    func stopsWhileHanging() async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let hanging = try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.hang, on: .venue(.coinbase))
            let url = sandbox.baseURL(of: .coinbase) + path
            let hanging = Task { try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(5)) }
            try await sandbox.requests.wait(for: 1)
            return hanging
        }
        await #expect(throws: (any Error).self) { try await hanging.value }
        try await client.shutdown()
    }

    @Test("a truncated body ends the connection before the length it promised")
    func truncatedBody() async throws {
        await #expect(throws: (any Error).self) { try await meet(.truncatedBody) }
        let halfway = try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.truncatedBody, on: .venue(.coinbase))
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            var got = 0
            var promised = 0
            do {
                let answer = try await client.execute(
                    HTTPClientRequest(url: sandbox.baseURL(of: .coinbase) + path), timeout: .seconds(20))
                promised = answer.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
                for try await part in answer.body { got += part.readableBytes }
            } catch {}
            try await client.shutdown()
            return (got: got, promised: promised)
        }
        #expect(halfway.promised > 1000 && halfway.got == halfway.promised / 2)
    }

    @Test("a malformed body is complete, and not JSON")
    func malformedBody() async throws {
        let response = try await meet(.malformedBody)
        #expect(response.status == 200)
        #expect(response.headers["content-length"] == [String(response.body.count)])
        #expect(throws: (any Error).self) { try response.json([[Double]].self) }
    }

    @Test("a challenge page is HTML with the status asked for", arguments: [200, 403])
    func challengePage(_ status: Int) async throws {
        let response = try await meet(.challengePage(status: status))
        #expect(response.status == status)
        #expect(response.headers.first(name: "content-type")?.hasPrefix("text/html") == true)
        #expect(response.text.contains("Just a moment") && response.text.contains("erify you are human"))
    }

    @Test("a blocked client gets 403")
    func blocked() async throws {
        #expect(try await meet(.blocked).status == 403)
    }

    @Test("a rate limit gets 429 with the seconds to wait")
    func rateLimited() async throws {
        let response = try await meet(.rateLimited(retryAfter: 53))
        #expect(response.status == 429)
        #expect(response.headers["retry-after"] == ["53"])
        #expect(try await meet(.rateLimited(retryAfter: nil)).headers["retry-after"].isEmpty)
    }

    @Test("stale data is the response of hours ago with today's date")
    func staleData() async throws {
        let response = try await meet(.staleData(hours: 30))
        let early = try await healthy(at: midHour - .hours(30))
        let today = try await healthy()
        #expect(response.body == early.body && response.body != today.body)
        #expect(response.headers["date"] == today.headers["date"])
    }

    @Test("a connection reset gives no response and no end of the stream")
    func connectionReset() async throws {
        let error = await #expect(throws: (any Error).self) { try await meet(.connectionReset) }
        #expect((error as? IOError)?.errnoCode == ECONNRESET, "\(String(describing: error))")
    }

    @Test("a fault affects the set number of requests of its endpoint only")
    func times() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.blocked, on: .venue(.coinbase), times: 2)
            let url = sandbox.baseURL(of: .coinbase) + path
            #expect(try await ask(sandbox.baseURL(of: .kraken)).status == 200)
            var statuses: [Int] = []
            for _ in 1...3 { statuses.append(try await ask(url).status) }
            #expect(statuses == [403, 403, 200])
        }
    }

    @Test("a feed can fail too")
    func feed() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.blocked, on: .frenchFeed)
            var statuses: [Int] = []
            for url in sandbox.feedURLs { statuses.append(try await ask(url).status) }
            #expect(statuses == [200, 403, 200])
        }
    }

    @Test("a fault that is taken away is gone")
    func cleared() async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(.blocked, on: .venue(.coinbase))
            sandbox.faults.clear(.venue(.coinbase))
            let response = try await ask(sandbox.baseURL(of: .coinbase) + path)
            #expect(response.status == 200)
        }
    }
}
