import Domain
import FoundationEssentials
import HTTPTypes

extension FuzzTarget {
    static let requestWords = [
        "GET ", "PATCH ", "HEAD ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "Host: a\r\n", "\r\n\r\n", "Content-Length: ",
        "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "If-None-Match: ", "Accept-Language: fr;q=",
        "Cookie: language=", "traceparent: 00-", "Accept: text/csv\r\n", "Authorization: Bearer \(Service.token)\r\n",
        "Content-Type: application/json\r\n", "/v1/candles?", "/v1/news?", "/v1/runs?", "/v1/incidents?",
        "/v1/timeline?", "/v1/incidents/i1", "before=", "limit=", "from=", "to=", "interval=", "lang=", "q=", "since=",
        "parent=", "trace=", "level=", "&", "%2e%2e", "%00", ";", "{\"state\":\"", "resolution", "range=",
    ]

    /// HTTP requests to the API: what the decoder of the server makes of the bytes goes to the hot path and the routes.
    static let requests = FuzzTarget("requests", words: requestWords) { (bytes) throws(Broken) in
        try await check(bytes, .api)
    }

    /// HTTP requests to the dashboard.
    static let pages = FuzzTarget("pages", words: requestWords + ["/", "/incidents", "/assets/"]) {
        (bytes) throws(Broken) in
        try await check(bytes, .dashboard)
    }

    private static func check(_ bytes: [UInt8], _ part: Service.Part) async throws(Broken) {
        for response in try await Service.shared.responses(to: bytes, of: part) {
            let (status, type) = (response.status, response.headers[.contentType] ?? "")
            try require(status.code < 500 || status == .serviceUnavailable, "\(status.code): \(response.path)")
            for field in response.headers {
                try require(
                    field.value.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 }, "\(field.name) has a control character")
            }
            if type.hasPrefix("application/") && type.contains("json") && !response.body.isEmpty {
                try require(
                    (try? JSONDecoder().decode(Anything.self, from: Data(response.body))) != nil,
                    "the body is no JSON: \(response.path)")
            }
            if type.hasPrefix("text/html") {
                let page = String(decoding: response.body, as: UTF8.self)
                try require(!page.contains("<fuzz"), "markup of a request is markup of the page")
            }
        }
    }

    /// Any JSON value.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}
