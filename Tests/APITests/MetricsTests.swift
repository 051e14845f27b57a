import API
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Metrics of the API") struct MetricsTests {
    @Test("the text has help, type and samples, with labels escaped")
    func text() {
        let families = [
            MetricFamily(
                "a_total", .counter, "What \\ is\ncounted.",
                [.init(2, .init("name", "a \"b\" \\ c"), .init("kind", "x")), .init(0.25)]),
            MetricFamily("b", .histogram, "Nothing yet."),
        ]
        #expect(
            Exposition.text(families) == """
                # HELP a_total What \\\\ is\\ncounted.
                # TYPE a_total counter
                a_total{name="a \\"b\\" \\\\ c",kind="x"} 2
                a_total 0.25
                # HELP b Nothing yet.
                # TYPE b histogram

                """)
    }

    @Test("every request is counted by its route's template, on the hot path too")
    func counted() async throws {
        let requests = RequestMetrics()
        try await HotPathTests().live(requests: requests) { client, _ in
            for path in [
                "/v1/candles?limit=3", "/v1/candles?limit=3", "/v1/candles?limit=3", "/v1/candles?limit=0",
                "/no/such/route", "/livez",
            ] {
                _ = try await client.get(path)
            }
            let etag = try await client.get("/v1/price").headers[.eTag] ?? ""
            _ = try await client.get("/v1/price", headers: [.ifNoneMatch: etag])
            let text = String(buffer: try await client.get("/metrics").body)
            func count(_ route: String, _ status: Int) -> Bool? {
                text.split(separator: "\n").first {
                    $0.hasPrefix("bitcoin_analyzer_http_requests_total{route=\"\(route)\",status=\"\(status)\"}")
                }
                .map { $0.hasSuffix(" 1") }
            }
            #expect(text.contains("bitcoin_analyzer_http_requests_total{route=\"/v1/candles\",status=\"200\"} 3\n"))
            #expect(count("/v1/candles", 400) == true)
            #expect(count("other", 404) == true)
            #expect(count("/livez", 200) == true)
            #expect(count("/v1/price", 200) == true)
            #expect(count("/v1/price", 304) == true)
            #expect(text.contains("bitcoin_analyzer_http_request_duration_seconds_bucket{le=\"+Inf\"} 8\n"))
            #expect(text.contains("bitcoin_analyzer_http_request_duration_seconds_count 8\n"))
            #expect(!text.contains("limit="))
        }
    }

    @Test("invented paths, spellings and methods make no label")
    func invented() async throws {
        let requests = RequestMetrics()
        try await HotPathTests().live(requests: requests) { client, _ in
            for number in 0..<150 {
                _ = try await client.get("/invented/\(number)")
                _ = try await client.get(String(repeating: "/", count: number % 75 + 1) + "v1//price/")
                _ = try await client.get("/v1/candles/\(String(repeating: "/", count: number))?limit=1")
            }
            let text = String(buffer: try await client.get("/metrics").body)
            let routes = Set(text.matches(of: #/route="([^"]*)"/#).map { String($0.1) })
            #expect(routes == ["/v1/price", "/v1/candles", "other"])
            #expect(text.contains("{route=\"other\",status=\"404\"} 150\n"))
            #expect(text.contains("{route=\"/v1/price\",status=\"200\"} 150\n"))
        }
    }
}
