import Domain
import FoundationEssentials
import Hummingbird

/// `/v1/timeline`: the newest events of records and logs.
struct TimelineRoutes: Sendable {
    private let reader: any TimelineReader
    private let answers: ResponseCache
    private let now: @Sendable () -> Timestamp

    /// Logs grow without telling; reading them again for each of many who ask at once is not worth it.
    private static let validFor = Duration.seconds(2)
    private static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    init(
        reader: any TimelineReader, answers: ResponseCache,
        now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        self.reader = reader
        self.answers = answers
        self.now = now
    }

    func add(to router: Router<AnalyzerContext>) {
        router.get("/v1/timeline") { request, context in
            let parameters = Parameters(request)
            let (query, limit) = (try query(parameters), try parameters.limit(default: 100))
            return try await answers.respond(to: request, context) {
                // One more than asked for tells whether there is a next page.
                let found: [TimelineEntry]
                do {
                    found = try await reader.newest(query, limit: limit + 1)
                } catch {
                    throw ReadModelFailure.unavailable(detail: "the timeline cannot be read: \(error)")
                }
                let page = TimelinePage(found, limit: limit, query: query)
                return Content(page, next: page.next.map { link($0, query, limit) }, validUntil: now() + Self.validFor)
            }
        }
    }

    private func query(_ parameters: Parameters) throws(Problem) -> TimelineQuery {
        var query = TimelineQuery()
        if let trace = parameters.text("trace") {
            guard trace.utf8.count == 32, trace.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else {
                throw .invalidParameter(
                    "trace is '\(trace.prefix(40))', and must be a trace id of 32 hexadecimal digits, as in trace_id")
            }
            query.trace = trace
        }
        if let level = parameters.text("level") {
            guard Self.levels.contains(level) else {
                throw .invalidParameter(
                    "level is '\(level.prefix(40))', and must be one of \(Self.levels.joined(separator: ", "))")
            }
            query.level = level
        }
        if let cursor = try parameters.cursor() {
            guard case .timeline(let position) = cursor else {
                throw .invalidParameter("before is a cursor of another list; take it from an answer of /v1/timeline")
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
