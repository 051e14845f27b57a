import Domain
import NIOCore
import NIOEmbedded
import Support
import Testing

@testable import API

@Suite("A request whose bytes were answered before") struct RepeatedRequestTests {
    private static func request(_ target: String, _ headers: String...) -> String {
        "GET \(target) HTTP/1.1\r\nHost: x\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    /// Responses without what differs for each request.
    private static func comparable(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).filter {
            !$0.hasPrefix("Traceparent: ") && !$0.hasPrefix("Date: ")
        }.joined(separator: "\n").replacing(/"trace_id":"[0-9a-f]{32}"/, with: "")
    }

    private static func server(remembers: Bool = true, rate: Int = 0) -> EmbeddedServer {
        let server = EmbeddedServer(remembers: remembers, rate: rate)
        server.prepare("/v1/price", "the price")
        server.prepare("/v1/candles", String(repeating: "candle ", count: 100))
        server.prepare("/large", String(repeating: "x", count: 100_000))
        return server
    }

    @Test("is answered with the same response, a trace of its own and the present date")
    func same() throws {
        let server = Self.server()
        let connection = try server.connect()
        let text = Self.request("/v1/price")
        let first = try connection.send(text)
        server.clock.advance(by: .seconds(61))
        let second = try connection.send(text)
        #expect(connection.table.repetitions == 1)
        #expect(Self.comparable(first) == Self.comparable(second))
        #expect(first.contains("Date: Sat, 03 Jan 2026 12:00:00 GMT\r\n"))
        #expect(second.contains("Date: Sat, 03 Jan 2026 12:01:01 GMT\r\n"))
        let traces = try (0..<100).map { _ in
            let response = try connection.send(text)
            let line = try #require(response.split(separator: "\r\n").first { $0.hasPrefix("Traceparent: ") })
            return String(line.dropFirst(13))
        }
        #expect(Set(traces).count == 100)
        for trace in traces {
            let parts = trace.split(separator: "-")
            #expect(parts.map(\.count) == [2, 32, 16, 2] && parts[0] == "00" && parts[3] == "01")
            #expect(parts[1].allSatisfy { $0.isHexDigit && !$0.isUppercase }, "\(trace)")
            #expect(parts[2].allSatisfy { $0.isHexDigit && !$0.isUppercase }, "\(trace)")
        }
        #expect(server.count("/v1/price", 200) == 102)
    }

    @Test("200 pipelined copies have 200 responses, beside other requests in their order")
    func pipelined() throws {
        let server = Self.server()
        let connection = try server.connect()
        let price = Self.request("/v1/price")
        _ = try connection.send(price)
        let copies = try connection.send(String(repeating: price, count: 200))
        #expect(copies.components(of: "the price") == 200)
        #expect(connection.table.repetitions >= 199)
        let mixed = try connection.send(
            price + price + Self.request("/other") + price + "HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n" + price)
        // "routed HEAD /h " has 15 bytes, which HEAD does not send.
        #expect(
            mixed.words(["the price", "routed GET /other", "Content-Length: 15", "routed HEAD"]) == [
                "the price", "the price", "routed GET /other", "the price", "Content-Length: 15", "the price",
            ])
        #expect(server.count("/v1/price", 200) == 1 + 200 + 4)
    }

    @Test("nothing is remembered of a request that the router answers, has a body, leaves HTTP or gives a trace")
    func notRemembered() throws {
        let server = Self.server()
        let connection = try server.connect()
        for text in [
            Self.request("/other"), "HEAD /v1/price HTTP/1.1\r\nHost: x\r\n\r\n",
            Self.request("/v1/price", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            Self.request("/v1/price", "Content-Length: 0"), Self.request("/v1/price", "Cookie: a=b"),
            Self.request("/v1/price", "X-Padding: " + String(repeating: "x", count: 2048)),
        ] {
            _ = try connection.send(text)
            _ = try connection.send(text)
        }
        for fields in [["Upgrade: h2c"], ["Connection: Upgrade", "Upgrade: h2c"]] {
            let text = "GET /v1/price HTTP/1.1\r\nHost: x\r\n" + fields.joined(separator: "\r\n") + "\r\n\r\n"
            for _ in 0..<2 { _ = try server.connect().send(text) }
        }
        let isEmptyOrKnown = connection.table.entries.allSatisfy {
            String(decoding: $0.request, as: UTF8.self).contains("Cookie")
        }
        #expect(isEmptyOrKnown)
        let traced = try connection.send(
            Self.request("/v1/price", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        #expect(traced.contains("Traceparent: 00-0af7651916cd43dd8448eb211c80319c-"))
    }

    @Test("a new data version, and the end of validity, count from the next request on")
    func current() throws {
        let server = Self.server()
        server.prepare("/timed", "old", until: server.clock.now + .seconds(5))
        let connection = try server.connect()
        let (price, timed) = (Self.request("/v1/price"), Self.request("/timed"))
        for text in [price, price, timed, timed] { _ = try connection.send(text) }
        #expect(connection.table.repetitions == 2)
        server.clock.advance(by: .seconds(5))
        #expect(try connection.send(timed).contains("routed GET /timed"))
        server.version.advance()
        #expect(try connection.send(price).contains("routed GET /v1/price"))
        server.prepare("/v1/price", "another price")
        for _ in 0..<3 { #expect(try connection.send(price).contains("another price")) }
        #expect(connection.table.repetitions == 4)
    }

    @Test("a matching If-None-Match is answered with 304 between responses with 200")
    func notModified() throws {
        let server = Self.server()
        let connection = try server.connect()
        let plain = Self.request("/v1/price")
        let etag = try #require(
            try connection.send(plain).split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }?.dropFirst(6))
        let known = Self.request("/v1/price", "If-None-Match: \(etag)")
        for _ in 0..<3 {
            #expect(try connection.send(known).hasPrefix("HTTP/1.1 304 "))
            #expect(try connection.send(plain).hasPrefix("HTTP/1.1 200 "))
        }
        // A trace may contain "304".
        let (notModified, ok) = ("HTTP/1.1 304", "HTTP/1.1 200")
        let statuses = try connection.send(known + plain + known).words([notModified, ok])
        #expect(statuses == [notModified, ok, notModified])
        #expect(server.count("/v1/price", 304) == 5 && server.count("/v1/price", 200) == 5)
    }

    @Test("waits behind a slow response of the router")
    func order() throws {
        let server = Self.server()
        let router = StubRouter()
        let connection = try server.connect(router: router)
        let price = Self.request("/v1/price")
        for _ in 0..<2 { _ = try connection.send(price) }
        router.isHeld = true
        #expect(try connection.send(Self.request("/slow") + price) == "")
        #expect(try connection.send(price) == "")
        try router.letGo(connection.channel)
        #expect(
            try connection.received().words(["routed GET /slow", "routed GET /v1/price"]) == [
                "routed GET /slow", "routed GET /v1/price", "routed GET /v1/price",
            ])
        #expect(try connection.send(price).contains("the price"))
    }

    @Test("as the body of another request it is a body", arguments: ["Content-Length", "chunked"])
    func body(kind: String) throws {
        let server = Self.server()
        let connection = try server.connect()
        let price = Self.request("/v1/price")
        for _ in 0..<2 { _ = try connection.send(price) }
        #expect(connection.table.repetitions == 1)
        let length = price.utf8.count
        let head = "POST /p HTTP/1.1\r\nHost: x\r\n"
        let parts =
            kind == "chunked"
            ? [head + "Transfer-Encoding: chunked\r\n\r\n", String(length, radix: 16) + "\r\n", price, "\r\n0\r\n\r\n"]
            : [head + "Content-Length: \(length)\r\n\r\n", price]
        var answer = ""
        for part in parts { answer += try connection.send(part) }
        #expect(answer.contains("routed POST /p \(price)"))
        #expect(connection.table.repetitions == 1)
        #expect(try connection.send(price).contains("the price"))
    }

    @Test(
        "as the body of a request that has its response already it is a body too",
        arguments: [
            ("Content-Length: 5\r\n\r\n", "hello"), ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "0\r\n\r\n"),
        ])
    func answeredEarly(_ fields: String, _ end: String) throws {
        let server = Self.server()
        let router = StubRouter()
        router.isEarly = true
        let connection = try server.connect(router: router)
        let price = Self.request("/v1/price")
        for _ in 0..<2 { _ = try connection.send(price) }
        #expect(connection.table.repetitions == 1)
        let head = "POST /p HTTP/1.1\r\nHost: x\r\n"
        #expect(try connection.send(head + fields).components(of: "routed POST") == 1)
        // The end of that body, and the head of a second request, which is answered before its body has come.
        let second = head + "Content-Length: \(price.utf8.count)\r\n\r\n"
        #expect(try connection.send(end + second).components(of: "routed POST") == 1)
        #expect(try connection.send(price) == "", "a body was answered")
        #expect(connection.table.repetitions == 1)
        #expect(try connection.send(price).contains("the price"))
    }

    @Test("what is no request behind it in the same read is refused on every connection")
    func trailing() throws {
        let server = Self.server()
        for _ in 0..<3 {
            let connection = try server.connect()
            let answer = try connection.send(Self.request("/v1/price") + "NONSENSE\r\n\r\n")
            #expect(answer.words(["the price", "HTTP/1.1 400"]) == ["the price", "HTTP/1.1 400"])
            #expect(connection.table.repetitions == 0)
        }
    }

    @Test("the rate limit counts it, and refuses it")
    func rate() throws {
        let server = Self.server(rate: 5)
        let connection = try server.connect()
        let price = Self.request("/v1/price")
        var statuses: [Substring] = []
        for _ in 0..<200 where statuses.last != "429" {
            statuses.append(try connection.send(price).dropFirst(9).prefix(3))
        }
        #expect(statuses.last == "429")
        #expect(server.count("/v1/price", 200) == statuses.count - 1)
    }

    @Test("the last response before the server ends closes the connection")
    func ending() throws {
        let server = Self.server()
        let connection = try server.connect()
        let price = Self.request("/v1/price")
        for _ in 0..<2 { _ = try connection.send(price) }
        server.shutDown()
        #expect(try connection.send(price).lowercased().contains("connection: close"))
        #expect(connection.table.repetitions == 1)
        #expect(try connection.send(price) == "")
    }

    @Test("is known on every connection, and equal bytes to another server on the same event loop are not the same")
    func shared() throws {
        let loop = EmbeddedEventLoop()
        let (server, other) = (EmbeddedServer(loop: loop), EmbeddedServer(loop: loop))
        server.prepare("/v1/price", "the price")
        other.prepare("/v1/price", "the other one")
        for round in 0..<3 {
            let (connection, second) = (try server.connect(), try other.connect())
            #expect(try connection.send(Self.request("/v1/price")).hasSuffix("the price"))
            #expect(try second.send(Self.request("/v1/price")).hasSuffix("the other one"))
            #expect(connection.table.repetitions == round && second.table.repetitions == round)
        }
    }

    @Test("more requests than are remembered are all answered")
    func many() throws {
        let server = Self.server()
        let connection = try server.connect()
        for round in 0..<3 {
            for number in 0..<40 {
                #expect(
                    try connection.send(Self.request("/v1/price", "X: \(number)")).contains("the price"), "\(round)")
            }
        }
        #expect(connection.table.entries.count == 16)
    }

    @Test("any bytes in any reads have the responses of a server that remembers nothing", arguments: 0..<60)
    func differential(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let price = Self.request("/v1/price")
        let pieces = [
            price, price, price, Self.request("/v1/candles"), Self.request("/large"), Self.request("/other"),
            Self.request("/v1/price", "Accept-Language: fr", "Accept-Encoding: gzip"), "\r\n",
            "HEAD /v1/price HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: \(price.utf8.count)\r\n\r\n" + price,
            "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        ]
        let endings = [
            "GET /v1/price HTTP/1.0\r\nHost: x\r\n\r\n" + price, Self.request("/v1/price", "Connection: close") + price,
            "NONSENSE\r\n\r\n" + price, "GET /v1/price HTTP/1.1\r\n\r\n" + price,
        ]
        let servers = (Self.server(), Self.server(remembers: false))
        let routers = (StubRouter(), StubRouter())
        // Half of the time, a request with a body is answered before the body has come.
        (routers.0.isEarly, routers.1.isEarly) = (seed % 2 == 1, seed % 2 == 1)
        let connection = try servers.0.connect(router: routers.0)
        let reference = try servers.1.connect(router: routers.1)
        var text = (0..<60).compactMap { _ in pieces.randomElement(using: &random) }.joined()
        text += endings.randomElement(using: &random) ?? ""
        var (rest, answers, expected) = (Substring(text), "", "")
        while !rest.isEmpty {
            // Often whole requests, else any bytes.
            let whole = pieces.first { rest.hasPrefix($0) }?.utf8.count ?? 40
            let size = Bool.random(using: &random) ? whole : Int.random(in: 1...120, using: &random)
            let part = String(decoding: rest.utf8.prefix(size), as: UTF8.self)
            rest = Substring(rest.utf8.dropFirst(size))
            answers += (try? connection.send(part)) ?? ""
            expected += (try? reference.send(part)) ?? ""
        }
        #expect(Self.comparable(answers) == Self.comparable(expected))
        #expect(servers.0.count("/v1/price", 200) == servers.1.count("/v1/price", 200))
    }

    @Test("a request in two reads, cut at every byte, is one request")
    func cut() throws {
        let price = Self.request("/v1/price")
        let server = Self.server()
        let connection = try server.connect()
        for _ in 0..<2 { _ = try connection.send(price) }
        for place in 1..<price.utf8.count {
            // By bytes: CR LF is one character.
            let first = try connection.send(String(decoding: price.utf8.prefix(place), as: UTF8.self))
            let second = try connection.send(String(decoding: price.utf8.dropFirst(place), as: UTF8.self))
            #expect(first == "" && second.components(of: "the price") == 1, "cut at \(place)")
            #expect(try connection.send(price + price).components(of: "the price") == 2)
        }
    }
}

extension String {
    fileprivate func components(of word: String) -> Int { ranges(of: word).count }

    /// Those of `words` that occur, in the order of the text.
    fileprivate func words(_ words: [String]) -> [String] {
        words.flatMap { word in ranges(of: word).map { ($0.lowerBound, word) } }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
