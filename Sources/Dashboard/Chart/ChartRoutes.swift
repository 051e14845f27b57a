import API
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// What the interactive chart loads after the page: `GET /chart/candles`, the candles before a time.
struct ChartRoutes: Sendable {
    let reader: any MarketReader
    let deadline: Duration

    /// The most candles of one response: about 20 kB.
    static let maxCandles = 1000

    func add(to router: Router<APIRequestContext>) {
        router.get("/chart/candles") { request, _ in
            let query = try Self.query(request)
            let reader = reader
            let result = await reading(within: deadline) { () async throws(ReadModelFailure) in
                try await reader.candles(query)
            }
            guard case .success(let page) = result else { throw Problem.unavailable }
            let quote = request.uri.queryParameters["quote"].map { Quote(rawValue: String($0)) } ?? .usd
            let body = ByteBuffer(
                bytes: try JSONEncoder.compact.encode(ChartCandles(page, quote: quote, more: page.next != nil)))
            var response = PreparedResponse(
                contentType: "application/json", body: body, extraHeaders: [.xContentTypeOptions: "nosniff"]
            ).response(to: request)
            response.headers[.cacheControl] = "no-cache"
            return response
        }
    }

    /// - Throws: 400, where a parameter is missing or wrong.
    private static func query(_ request: Request) throws(Problem) -> CandleQuery {
        func text(_ name: String) -> String? { request.uri.queryParameters[name[...]].map(String.init) }
        guard let interval = text("interval").flatMap(Interval.init) else {
            throw .invalidParameter(
                "interval must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        // Years 1970 to 9999.
        guard let before = text("before").flatMap(Int64.init), (0...253_402_300_799).contains(before) else {
            throw .invalidParameter("before must be a time in Unix seconds")
        }
        guard let limit = text("limit").flatMap(Int.init), (1...maxCandles).contains(limit) else {
            throw .invalidParameter("limit must be between 1 and \(maxCandles)")
        }
        return CandleQuery(interval, limit: limit, before: Timestamp(seconds: before))
    }
}
