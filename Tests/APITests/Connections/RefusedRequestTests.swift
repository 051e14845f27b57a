import API
import Domain
import Foundation
import HTTPTypes
import Testing

private let fill = String(repeating: "x", count: 20_000)

/// Requests that RFC 9112 and RFC 9110 tell a server to refuse, or that are larger than a server accepts.
@Suite("Refused requests") struct RefusedRequestTests {
    static let cases: [(request: String, status: Int)] = [
        // RFC 9112, 3.2: none in HTTP/1.1, more than one, or an invalid value.
        ("GET /livez HTTP/1.1\r\n\r\n", 400),
        ("GET /v1/price HTTP/1.1\r\nAccept: */*\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", 400),
        ("GET /livez HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: u@a\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a:x\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a:99999\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: [::1\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a,b@c\r\n\r\n", 400),
        // Request lines and fields.
        ("nonsense\r\n\r\n", 400), ("GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET livez HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET /livez HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
        ("GET /livez HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", 400), ("GET /livez HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        // Framing: RFC 9112, 6.1 and 6.3.
        ("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (
            "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\n", 501
        ),
        // Sizes: RFC 6585, 5, and RFC 9110, 15.5.14.
        ("GET /\(fill) HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        ("GET /livez HTTP/1.1\r\nHost: a\r\nX: \(fill)\r\n\r\n", 431),
        (
            "GET /livez HTTP/1.1\r\nHost: a\r\n" + (0..<101).map { "X-\($0): y\r\n" }.joined() + "\r\n", 431
        ),
        ("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413),
    ]

    @Test("are answered with a problem, and the connection is closed", arguments: cases.indices)
    func refused(_ index: Int) async throws {
        let (request, status) = Self.cases[index]
        let requests = RequestMetrics()
        try await withAPI(requests: requests) { client in
            // Prepared, so that neither the hot path nor the router responds to it instead.
            _ = try await client.get("/v1/price")
            let text = try await RawClient.exchange(request, port: client.port)
            let parts = text.components(separatedBy: "\r\n\r\n")
            let head = parts.first ?? ""
            #expect(head.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(100)): \(text)")
            #expect(text.components(separatedBy: "Traceparent: ").count == 2, "one response: \(text)")
            let lines = head.lowercased().components(separatedBy: "\r\n")
            #expect(lines.contains("content-type: application/problem+json") && lines.contains("connection: close"))
            #expect(lines.contains("x-content-type-options: nosniff") && lines.contains { $0.hasPrefix("date: ") })
            struct Body: Decodable {
                let type, title, detail, trace_id: String
                let status: Int
            }
            let body = try JSONDecoder().decode(Body.self, from: Data((parts.last ?? "").utf8))
            #expect(body.status == status && body.trace_id.count == 32 && !body.detail.isEmpty)
            #expect(lines.contains { $0.hasPrefix("traceparent: 00-\(body.trace_id)-") })
            #expect(try await client.get("/livez").status == .ok)
        }
        let counted = requests.families().first?.samples.contains { sample in
            sample.labels.contains { $0.value == "\(status)" } && sample.labels.contains { $0.value == "other" }
        }
        #expect(counted == true)
    }

    @Test(
        "valid forms of Host and of the target are accepted",
        arguments: [
            "GET /livez HTTP/1.1\r\nHost: prices.example.org\r\n",
            "GET /livez HTTP/1.1\r\nHost: [2001:db8::1]:8001\r\n",
            "GET /livez HTTP/1.1\r\nHost: a:65535\r\n", "GET /livez HTTP/1.1\r\nHOST:127.0.0.1:8001\r\n",
            "GET /livez HTTP/1.1\r\nHost: a_b.example:\r\n",
            "GET /livez HTTP/1.1\r\nHost: \r\n", "GET http://a/livez HTTP/1.1\r\nHost: a\r\n",
            "\r\nGET /livez HTTP/1.1\r\nHost: a\r\n",
        ])
    func accepted(_ head: String) async throws {
        try await withAPI { client in
            let text = try await RawClient.exchange(head + "Connection: close\r\n\r\n", port: client.port)
            #expect(text.hasPrefix("HTTP/1.1 200 "), "\(text)")
        }
    }

    @Test("a body in chunks that is too large ends the connection, before or after the response of the router")
    func chunks() async throws {
        try await withAPI { client in
            let text = try await RawClient.exchange(
                "POST /v1/unknown HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: "4e20\r\n\(fill)\r\n", count: 5) + "0\r\n\r\n", port: client.port)
            #expect(text.hasPrefix("HTTP/1.1 413 ") || text.hasPrefix("HTTP/1.1 404 "), "\(text)")
        }
    }

    @Test("a response before the end of its request does not confuse the next one")
    func early() async throws {
        try await withAPI { client in
            let raw = try await RawClient(port: client.port)
            try await raw.send("POST /v1/unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
            try await until { raw.text.contains("HTTP/1.1 404 ") }
            try await raw.send("cdeGET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await raw.end()
            #expect(text.hasSuffix("\r\n\r\nok\n"), "\(text)")
        }
    }

    @Test("a refused request after others is answered after them")
    func order() async throws {
        try await withAPI { client in
            let good = "GET /v1/candles?limit=3 HTTP/1.1\r\nHost: x\r\n\r\n"
            let text = try await RawClient.exchange(
                good + good + "GET /livez HTTP/1.1\r\n\r\n" + good, port: client.port)
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
            #expect(statuses == ["200", "200", "400"], "\(text)")
        }
    }

    @Test(
        "the connection is closed after the response where the request says so",
        arguments: [
            "GET /v1/price HTTP/1.0\r\n\r\n", "GET /v1/price HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
            "GET /v1/price HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n",
            "GET /v1/price HTTP/1.1\r\nHost: x\r\nConnection: TE, close\r\n\r\n",
        ], [false, true])
    func closes(_ request: String, prepared: Bool) async throws {
        try await withAPI { client in
            if prepared { _ = try await client.get("/v1/price") }
            let text = try await RawClient.exchange(request, port: client.port)
            #expect(text.hasPrefix("HTTP/1.1 200 ") && text.lowercased().contains("connection: close\r\n"), "\(text)")
        }
    }

    @Test(
        "a condition does not turn an error into a 304",
        arguments: ["/v2/unknown", "/v1/candles?limit=0", "/v1/incidents/unknown"])
    func conditions(_ path: String) async throws {
        for headers: HTTPFields in [[:], [.ifNoneMatch: "*"]] {
            let response = try #require(try await Fixture().get(path, headers: headers).first)
            #expect(response.status == 404 || response.status == 400)
        }
    }

    @Test(
        "every response forbids guessing its type",
        arguments: ["/v1/price", "/v1/candles", "/livez", "/metrics", "/v2/unknown", "/v1/candles?limit=0"])
    func noSniffing(_ path: String) async throws {
        try await withAPI { client in
            for _ in 1...2 {
                let headers = try await client.get(path).headers
                #expect(headers[.xContentTypeOptions] == "nosniff")
            }
        }
    }
}
