import Foundation
import HTTPTypes
import Support
import Testing

@testable import API

@Suite("Queries are read strictly") struct StrictQueryTests {
    @Test(
        "what a route does not have, what stands twice and what is empty is refused, with what is valid",
        arguments: [
            ("/v1/candles?LIMIT=1", "LIMIT"), ("/v1/candles?foo=bar", "foo"), ("/v1/candles?limit=", "limit is empty"),
            ("/v1/candles?limit=5&limit=6", "limit stands twice"), ("/v1/candles?limit=+5", "between 1 and 1000"),
            ("/v1/candles?limit=%2B5", "between 1 and 1000"), ("/v1/candles?limit=5.0", "between 1 and 1000"),
            ("/v1/candles?limit=0", "between 1 and 1000"), ("/v1/candles?limit=1001", "between 1 and 1000"),
            ("/v1/candles?limit=99999999999999999999", "between 1 and 1000"),
            ("/v1/candles?interval=1H", "1m, 5m, 15m, 1h, 4h, 1d, 1w"), ("/v1/candles?format=xml", "json or csv"),
            ("/v1/price?limit=1", "takes no parameters"), ("/v1/news?lang=FR", "language code"),
            ("/v1/news?mood=happy", "positive"), ("/v1/incidents?state=closed", "open or resolved"),
            ("/v1/runs?before=***", "cursor"), ("/livez?x=1", "takes no parameters"),
            ("/v1/news/mood?from=yesterday", "a time such as"),
        ])
    func refused(path: String, word: String) async throws {
        let response = try await Fixture().get(path)[0]
        #expect(response.status == 400)
        #expect(response.text.contains(word), "\(response.text)")
    }

    @Test("the names of parameters are case-sensitive, and the problem says so")
    func spelling() async throws {
        let response = try await Fixture().get("/v1/candles?Limit=5")[0]
        #expect(response.text.contains("names are case-sensitive: 'limit'"))
    }

    @Test("the routes of the first version read over what they do not know, as it did")
    func first() async throws {
        for path in ["/latest-price?_=17", "/price-history?limit=2&x=1", "/latest-news?a=b", "/price-analysis?y"] {
            #expect(try await Fixture().get(path)[0].status == 200, "\(path)")
        }
        #expect(try await Fixture().get("/price-history?limit=many")[0].status == 400)
    }

    @Test("a name that is no text is refused and shown on one line")
    func hostile() async throws {
        let response = try await Fixture().get("/v1/candles?%0A%1B%5B31m=1")[0]
        #expect(response.status == 400)
        #expect(response.text.utf8.allSatisfy { $0 >= 0x20 })
    }
}

@Suite("Methods that a route does not have") struct MethodTests {
    @Test("are refused with those that it has")
    func refused() async throws {
        for method in [HTTPRequest.Method.post, .put, .delete, .patch] {
            let response = try await Fixture().send(method, ["/v1/price"])[0]
            #expect(response.status == 405)
            #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
            #expect(response.text.contains("method-not-allowed"))
        }
        let incident = try await Fixture().send(.delete, ["/v1/incidents/one"])[0]
        #expect(incident.status == 405 && incident.headers[.allow] == "GET, HEAD, OPTIONS, PATCH")
        let register = try await Fixture().send(.patch, ["/v1/incidents/register"])[0]
        #expect(register.status == 405 && register.headers[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test("OPTIONS says which there are, and nothing is at an address without a route")
    func options() async throws {
        let response = try await Fixture().send(.options, ["/v1/candles?limit=5"])[0]
        #expect(response.status == 204 && response.headers[.allow] == "GET, HEAD, OPTIONS" && response.text.isEmpty)
        #expect(try await Fixture().send(.options, ["/v2/candles"])[0].status == 404)
        #expect(try await Fixture().send(.post, ["/v1/prices"])[0].status == 404)
    }
}

@Suite("Collections as CSV") struct CSVTests {
    @Test("one line for each candle under the names of the members, CRLF at the end of lines (RFC 4180)")
    func candles() async throws {
        let response = try await Fixture().get("/v1/candles?limit=2&format=csv")[0]
        #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
        let lines = response.text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4 && lines.last == "")
        #expect(lines[0] == "time,open,high,low,close,volume,quote,source,closed,complete,known,expected,doubtful")
        #expect(lines[1].hasSuffix(",USD,coinbase,false,,,,"))
        #expect(lines[2].hasSuffix(",USD,kraken,true,,,,"))
        #expect(response.headers[.vary]?.contains("Accept") == true)
    }

    @Test(
        "the pages that the links lead to are CSV too, and have every row once", arguments: ["/v1/candles", "/v1/news"])
    func pages(path: String) async throws {
        let fixture = try Fixture()
        var next: String? = "\(path)?limit=7&format=csv"
        var rows: [String] = []
        while let address = next {
            let response = try await fixture.get(address)[0]
            #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
            rows += response.text.components(separatedBy: "\r\n").dropFirst().dropLast()
            next = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        let all = try await fixture.get("\(path)?limit=1000&format=csv")[0].text.components(separatedBy: "\r\n")
        #expect(rows == Array(all.dropFirst().dropLast()) && rows.count > 14)
    }

    @Test("is sent where Accept names it and not JSON, and JSON to others, whoever asked first")
    func accept() async throws {
        let fixture = try Fixture()
        for (accept, type) in [
            ("text/csv", "text/csv; charset=utf-8"), ("application/json, text/csv;q=0.5", "application/json"),
            ("*/*", "application/json"), ("TEXT/CSV", "text/csv; charset=utf-8"),
            ("text/csv;q=0, */*", "application/json"),
        ] {
            let response = try await fixture.get("/v1/candles?limit=1", headers: [.accept: accept])[0]
            #expect(response.headers[.contentType] == type, "\(accept)")
        }
    }

    @Test("every collection has it", arguments: ["/v1/news", "/v1/news/mood", "/v1/runs", "/v1/incidents"])
    func all(path: String) async throws {
        let fixture = try Fixture()
        try await fixture.addRecords()
        let response = try await fixture.get("\(path)?format=csv")[0]
        #expect(response.status == 200 && response.headers[.contentType]?.hasPrefix("text/csv") == true)
    }
}
