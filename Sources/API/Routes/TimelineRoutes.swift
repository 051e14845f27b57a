import Domain
import Hummingbird

/// `/v1/timeline`: the newest events of the records and logs.
struct TimelineRoutes: Sendable {
    /// What is read: requests that differ only in their spelling share the work.
    private struct WorkKey: Hashable {
        let query: TimelineQuery
        let limit: Int
        let access: OperationsAccess
    }

    private let reader: any TimelineReader
    private let operations: OperationsAuthorization
    /// Not cached, as log files change without a new data version. Each run reads files and the journal into memory.
    private let work = SharedWork<WorkKey, PreparedResponse>(limit: maxRunning)

    /// How many requests are worked on at once.
    static let maxRunning = 2
    private static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    init(reader: any TimelineReader, operations: OperationsAuthorization) {
        self.reader = reader
        self.operations = operations
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/v1/timeline") { request, context in
            let access = try operations.requireReader(request, context)
            let parameters = Parameters(request)
            let (query, limit) = (try query(parameters), try parameters.limit(default: 100))
            do {
                return try await work.value(for: WorkKey(query: query, limit: limit, access: access)) {
                    try await page(query, limit, access)
                }.response(to: request)
            } catch let failure as ReadModelFailure {
                throw Problem(failure, logger: context.logger)
            }
        }
    }

    private func page(_ query: TimelineQuery, _ limit: Int, _ access: OperationsAccess) async throws -> PreparedResponse
    {
        let found: [TimelineEntry]
        do {
            // One more than the limit shows whether there is a next page.
            found = try await reader.newest(query, limit: limit + 1)
        } catch {
            throw ReadModelFailure.unavailable(detail: "cannot read the timeline: \(error)")
        }
        let page = TimelinePage(found, limit: limit, query: query).visible(to: access)
        return try ResponseContent(page, next: page.next.map { link($0, query, limit) }).prepared()
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
