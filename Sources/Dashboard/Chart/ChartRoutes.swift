import API
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// What the interactive chart loads after the page: `GET /chart/candles`, the candles before a time, and
/// `GET /chart/marks`, what happened between two times.
struct ChartRoutes: Sendable {
    let reader: any MarketReader
    let incidents: any IncidentReader
    let releases: ReleaseNote.Reader
    let deadline: Duration
    let now: @Sendable () -> Timestamp

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
            return try Self.response(ChartCandles(page, quote: quote, more: page.next != nil), to: request)
        }
        router.get("/chart/marks") { request, _ in
            let start = try Self.time("from", of: request)
            let end = try Self.time("to", of: request)
            guard start < end else { throw Problem.invalidParameter("from must be earlier than to") }
            let language = PageRequest(request).language
            return try Self.response(await marks(from: start, to: end, in: language), to: request)
        }
    }

    /// Each of the two parts may be missing.
    private func marks(from start: Timestamp, to end: Timestamp, in language: Language) async -> ChartMarks {
        let (reader, incidents) = (reader, incidents)
        async let list = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(since: start, withEvidence: false), limit: ChartMarks.incidentLimit,
                in: language)
        }
        async let mood = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.newsMood(
                NewsMoodQuery(from: max(start, end - NewsMoodQuery.longestSpan + .days(1)), to: end))
        }
        return ChartMarks(
            (try? await list.get().incidents) ?? [], try? await mood.get(), releases(), from: start, to: end,
            in: LocalizedFormatter(language, at: now()))
    }

    private static func response(_ value: some Encodable, to request: Request) throws -> Response {
        PreparedResponse(
            contentType: "application/json", body: ByteBuffer(bytes: try JSONEncoder.compact.encode(value)),
            extraHeaders: [.xContentTypeOptions: "nosniff", .vary: "Accept-Language, Cookie"]
        ).response(to: request)
    }

    /// Years 1970 to 9999.
    private static func time(_ name: String, of request: Request) throws(Problem) -> Timestamp {
        let text = request.uri.queryParameters[name[...]].map(String.init)
        guard let seconds = text.flatMap(Int64.init), (0...253_402_300_799).contains(seconds) else {
            throw .invalidParameter("\(name) must be a time in Unix seconds")
        }
        return Timestamp(seconds: seconds)
    }

    /// - Throws: 400, where a parameter is missing or wrong.
    private static func query(_ request: Request) throws(Problem) -> CandleQuery {
        func text(_ name: String) -> String? { request.uri.queryParameters[name[...]].map(String.init) }
        guard let interval = text("interval").flatMap(Interval.init) else {
            throw .invalidParameter(
                "interval must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let before = try time("before", of: request)
        guard let limit = text("limit").flatMap(Int.init), (1...maxCandles).contains(limit) else {
            throw .invalidParameter("limit must be between 1 and \(maxCandles)")
        }
        return CandleQuery(interval, limit: limit, before: before)
    }
}
