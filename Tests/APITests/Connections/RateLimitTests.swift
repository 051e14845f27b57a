import Domain
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import API

@Suite("The rate limit of a client") struct RateLimitTests {
    private static let forwarded = HTTPField.Name("X-Forwarded-For")

    private func limits(_ perSecond: Int = 1) -> ServerLimits {
        var limits = ServerLimits()
        limits.requestsPerSecond = perSecond
        return limits
    }

    private func from(_ addresses: String) -> HTTPFields {
        var fields = HTTPFields()
        if let name = Self.forwarded { fields[name] = addresses }
        return fields
    }

    /// The responses to requests of these addresses in one write, the last of which asks for no further one.
    private func pipelined(_ path: String, from addresses: [String], _ client: LiveClient) async throws -> [String] {
        let requests = addresses.enumerated().map { number, address in
            "GET \(path) HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \(address)\r\n"
                + (number == addresses.count - 1 ? "Connection: close\r\n\r\n" : "\r\n")
        }
        let text = try await RawClient.exchange(requests.joined(), port: client.port)
        return text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0) }
    }

    @Test("refuses with 429 and Retry-After beyond it, from the hot path and the router alike")
    func refuses() async throws {
        let requests = RequestMetrics()
        try await withAPI(limits: limits(), requests: requests) { client in
            _ = try await client.get("/v1/price")
            for path in ["/v1/price", "/livez"] {
                // At once: the rate gives a further request after a second.
                let responses = try await pipelined(
                    path, from: Array(repeating: path == "/livez" ? "192.0.2.1" : "192.0.2.2", count: 12), client)
                let statuses = responses.map { $0.prefix(3) }
                #expect(statuses.prefix(4) == ["200", "200", "200", "200"] && statuses.count > 4)
                #expect(statuses.dropFirst(4).allSatisfy { $0 == "429" })
                let refused = try #require(responses.last)
                #expect(refused.hasPrefix("429"))
                #expect(refused.firstMatch(of: /\r\nRetry-After: [1-9][0-9]*\r\n/.ignoresCase()) != nil)
                #expect(refused.firstMatch(of: /\r\nRateLimit: "client";r=0;t=[1-9][0-9]*\r\n/.ignoresCase()) != nil)
                #expect(refused.firstMatch(of: /\r\nRateLimit-Policy: "client";q=[0-9]+;w=[1-9]/.ignoresCase()) != nil)
                #expect(refused.firstMatch(of: /\r\nContent-Type: application\/problem\+json\r\n/.ignoresCase()) != nil)
                #expect(refused.contains("urn:bitcoin-analyzer:problem:rate-limited"))
            }
            // Other clients behind the proxy, and the host itself, are not affected.
            #expect(try await client.get("/v1/price", headers: from("192.0.2.3")).status == .ok)
            for _ in 0..<20 {
                let status = try await client.get("/v1/price").status
                #expect(status == .ok)
            }
        }
        let counted = requests.families().first?.samples.contains { $0.labels.contains { $0.value == "429" } }
        #expect(counted == true)
    }

    @Test("counts the last address that is not a proxy's: those before it are what a client claims")
    func forgery() async throws {
        try await withAPI(limits: limits()) { client in
            let addresses = (0..<12).map { "198.51.100.\($0), 192.0.2.1, 127.0.0.1" }
            let responses = try await pipelined("/livez", from: addresses, client)
            #expect(responses.last?.hasPrefix("429") == true)
        }
    }

    @Test("does not believe X-Forwarded-For of a client")
    func untrusted() async throws {
        try await withAPI(limits: .direct { $0.requestsPerSecond = 1 }) { client in
            let responses = try await pipelined("/livez", from: (0..<12).map { "192.0.2.\($0)" }, client)
            #expect(responses.map { $0.prefix(3) } == ["200", "200", "200", "200", "429"])
        }
    }

    @Test("a client that goes on regardless loses its connection, and the responses that it gets stay in order")
    func greedy() async throws {
        try await withAPI(limits: .direct { $0.requestsPerSecond = 1 }) { client in
            let raw = try await RawClient(port: client.port)
            try await raw.send(String(repeating: "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", count: 500))
            let text = try await raw.end()
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
            #expect(statuses.prefix(4) == ["200", "200", "200", "200"])
            #expect(statuses.dropFirst(5).allSatisfy { $0 == "429" } && statuses.count < 60, "\(statuses)")
        }
    }

    @Test("can be turned off")
    func off() async throws {
        try await withAPI(limits: .direct { $0.requestsPerSecond = 0 }) { client in
            for _ in 0..<300 {
                let status = try await client.get("/livez").status
                #expect(status == .ok)
            }
        }
    }

    @Test("a bucket gives its burst at once, then its rate, and never more than its burst", arguments: [1, 7, 1000])
    func bucket(perSecond: Int) throws {
        let rate = try #require(TokenBucket.Rate(perSecond: perSecond, burst: 4 * perSecond))
        let bucket = TokenBucket()
        let start = NIODeadline.uptimeNanoseconds(5_000_000_000)
        func taken(at now: NIODeadline, of tries: Int) -> Int {
            (0..<tries).count { _ in bucket.take(rate, at: now) == nil }
        }
        #expect(taken(at: start, of: 10_000) == 4 * perSecond)
        #expect(taken(at: start + .seconds(1), of: 10_000) == perSecond)
        let wait = try #require(bucket.take(rate, at: start + .seconds(1)))
        #expect(bucket.take(rate, at: start + .seconds(1) + wait) == nil)
        #expect(!bucket.isFull(at: start + .seconds(2)) && bucket.isFull(at: start + .seconds(100)))
        #expect(taken(at: start + .hours(10), of: 10_000) == 4 * perSecond)
    }

    @Test("no limit has no rate") func none() { #expect(TokenBucket.Rate(perSecond: 0, burst: 0) == nil) }

    @Test("the register of clients forgets those that are quiet, and is bounded")
    func bounded() throws {
        let register = ClientRegister()
        let rate = try #require(TokenBucket.Rate(perSecond: 1, burst: 4))
        let now = NIODeadline.now()
        for number in 0..<70_000 {
            let address = try #require(IPAddress("10.\(number / 65536).\(number / 256 % 256).\(number % 256)"))
            _ = register.client(at: address).bucket.take(rate, at: now)
        }
        #expect(register.count <= 65_536)
        register.prune(at: now)
        #expect(register.count > 0)
        register.prune(at: now + .seconds(5))
        #expect(register.count == 0)
    }
}

@Suite("IP addresses and networks") struct IPNetworkTests {
    @Test(
        "an address is read in the forms of X-Forwarded-For",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), (" 192.0.2.1 ", "192.0.2.1"), ("192.0.2.1:443", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("[2001:db8::1]:443", "2001:db8::1"), ("fe80::1%eth0", "fe80::1"),
        ])
    func forms(text: String, same: String) {
        #expect(IPAddress(text) != nil && IPAddress(text) == IPAddress(same))
    }

    @Test(
        "anything else is not an address",
        arguments: ["", "unknown", "192.0.2", "192.0.2.1.5", "1:2:3", "_hidden", "[::1"])
    func garbage(text: String) { #expect(text == "[::1" || IPAddress(text) == nil) }

    @Test(
        "a network contains its addresses",
        arguments: [
            ("127.0.0.0/8", "127.3.2.1", true), ("127.0.0.0/8", "128.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false), ("::1", "::1", true),
            ("::/0", "2001:db8::1", true), ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ])
    func contains(network: String, address: String, expected: Bool) throws {
        let (network, address) = (try #require(IPNetwork(network)), try #require(IPAddress(address)))
        #expect(network.contains(address) == expected)
    }

    @Test(
        "anything else is not a network",
        arguments: ["192.0.2.0/33", "::/129", "192.0.2.0/-1", "a/8", "192.0.2.0/", "/8"])
    func invalid(text: String) { #expect(IPNetwork(text) == nil) }

    @Test("the addresses of an IPv6 /64 are one client, those of IPv4 are not")
    func clients() throws {
        let client = { (text: String) in IPAddress(text)?.client }
        #expect(
            client("2001:db8::1") == client("2001:db8::ffff:1") && client("2001:db8::1") != client("2001:db8:0:1::1"))
        #expect(client("192.0.2.1") != client("192.0.2.2"))
    }
}
