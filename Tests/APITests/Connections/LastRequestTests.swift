import API
import Domain
import Testing

/// What a response must leave on the connection for the next one, and when there is no next one.
@Suite("The end of a response and of a connection") struct LastRequestTests {
    private static let last = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    @Test(
        "a response to HEAD has no body, whatever its status (RFC 9110, 9.3.2)",
        arguments: ["/nothing", "/livez", "/v1/price", "/v1/candles?limit=0", "/favicon.ico", "/v1/timeline"])
    func head(path: String) async throws {
        try await withAPI { client in
            let text = try await RawClient.exchange(
                "HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n" + Self.last, port: client.port)
            let end = try #require(text.firstRange(of: "\r\n\r\n")?.upperBound)
            #expect(text[end...].hasPrefix("HTTP/1.1 200"), "\(text)")
        }
    }

    @Test(
        "a response to HEAD has the length that one to GET has (RFC 9110, 8.6)",
        arguments: ["/nothing", "/v1/price", "/v1/candles?limit=0", "/openapi.json"])
    func length(path: String) async throws {
        try await withAPI { client in
            var lengths: [Substring] = []
            for method in ["HEAD", "GET"] {
                let text = try await RawClient.exchange(
                    "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: client.port)
                lengths.append(try #require(text.firstMatch(of: /Content-Length: (\d+)/.ignoresCase())).1)
            }
            #expect(lengths[0] == lengths[1] && lengths[0] != "0", "\(lengths)")
        }
    }

    @Test(
        "of requests in one piece, the response to the last alone says that it is the last",
        arguments: ["/livez", "/v1/candles"])
    func lastOfSeveral(path: String) async throws {
        try await withAPI { client in
            let text = try await RawClient.exchange(
                String(repeating: "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n", count: 4) + Self.last, port: client.port)
            let heads = text.split(separator: "HTTP/1.1 200").map { $0.lowercased().contains("connection: close") }
            #expect(heads == [false, false, false, false, true])
        }
    }

    @Test(
        "after a request for another protocol, or the last one, nothing else is answered and no error is sent",
        arguments: [
            "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", last,
            "GET /livez HTTP/1.0\r\nHost: x\r\n\r\n",
        ])
    func ending(request: String) async throws {
        try await withAPI { client in
            let text = try await RawClient.exchange(request + Self.last, port: client.port)
            #expect(text.ranges(of: "HTTP/1.1 ").count == 1 && text.hasPrefix("HTTP/1.1 200"), "\(text)")
            #expect(text.lowercased().contains("connection: close"))
        }
    }

    @Test("the host of an absolute target replaces Host (RFC 9112, 3.2.2), and has to be one")
    func absolute() async throws {
        try await withAPI { client in
            for (target, status) in [
                ("http://example.org/livez", "200"), ("HTTP://example.org:80/livez", "200"),
                ("http://u:p@example.org/livez", "400"), ("http://a b/livez", "400"),
                ("ftp://example.org/livez", "400"),
            ] {
                let text = try await RawClient.exchange(
                    "GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: client.port)
                #expect(text.dropFirst(9).prefix(3) == status, "\(target): \(text)")
            }
        }
    }
}
