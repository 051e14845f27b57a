import Domain
import FoundationEssentials
import Hummingbird

/// `/v1/timeline`: the newest events of the records and logs.
struct TimelineRoutes: Sendable {
    private let reader: any TimelineReader
    private let responses: ResponseCache
    private let now: @Sendable () -> Timestamp

    /// Log files change without a new data version; a response is reused for this time.
    private static let validFor = Duration.seconds(2)
    private static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    init(
        reader: any TimelineReader, responses: ResponseCache,
        now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        self.reader = reader
        self.responses = responses
        self.now = now
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/v1/timeline") { request, context in
            let parameters = Parameters(request)
            let (query, limit) = (try query(parameters), try parameters.limit(default: 100))
            return try await responses.respond(to: request, context) {
                // One more than the limit shows whether there is a next page.
                let found: [TimelineEntry]
                do {
                    found = try await reader.newest(query, limit: limit + 1)
                } catch {
                    throw ReadModelFailure.unavailable(detail: "cannot read the timeline: \(error)")
                }
                let page = TimelinePage(found, limit: limit, query: query)
                return ResponseContent(
                    page, next: page.next.map { link($0, query, limit) }, validUntil: now() + Self.validFor)
            }
        }
    }

    private func query(_ parameters: Parameters) throws(Problem) -> TimelineQuery {
        var query = TimelineQuery()
        if let trace = parameters.text("trace") {
            guard trace.utf8.count == 32, trace.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else {
                throw .invalid("trace", "must be a trace id of 32 lowercase hexadecimal digits", trace)
            }
            query.trace = trace
        }
        if let level = parameters.text("level") {
            guard Self.levels.contains(level) else {
                throw .invalid("level", "must be one of \(Self.levels.joined(separator: ", "))", level)
            }
            query.level = level
        }
        if let cursor = try parameters.cursor() {
            guard case .timeline(let position) = cursor else {
                throw .foreignCursor("/v1/timeline")
            }
            query.before = position
        }
        return query
    }

    private func link(_ next: String, _ query: TimelineQuery, _ limit: Int) -> String {
        var words = ["limit=\(limit)", "before=\(next)"]
        if let trace = query.trace { words.append("trace=\(trace)") }
        if let level = query.level { words.append("level=\(level)") }
        return "/v1/timeline?" + words.joined(separator: "&")
    }
}
