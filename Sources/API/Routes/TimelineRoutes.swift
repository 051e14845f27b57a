import Domain
import Hummingbird

/// `/v1/timeline`: the newest events of the records and logs.
struct TimelineRoutes: Sendable {
    /// What is read: requests that differ only in their spelling share the work.
    private struct WorkKey: Hashable {
        let query: TimelineQuery
        let limit: Int
        let access: OperationsAccess
        let format: ResponseFormat
    }

    private let reader: any TimelineReader
    private let operations: OperationsAuthorization
    /// Not cached, as log files change without a new data version. Each run reads files and the journal into memory.
    private let work = SharedWork<WorkKey, PreparedResponse>(limit: maxRunning)

    /// How many requests are worked on at once.
    static let maxRunning = 2
    private let simulated: Bool

    init(reader: any TimelineReader, operations: OperationsAuthorization, simulated: Bool) {
        self.simulated = simulated
        self.reader = reader
        self.operations = operations
    }

    func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.timeline) { request, context in
            let access = try operations.requireReader(request.request, context)
            let (query, limit) = (try query(request), try request[RecordOperations.timelineLimit])
            let format = try request.format()
            do {
                return try await work.value(for: WorkKey(query: query, limit: limit, access: access, format: format)) {
                    try await page(query, limit, access, format)
                }.response(to: request.request)
            } catch let failure as ReadModelFailure {
                throw Problem(failure, logger: context.logger)
            }
        }
    }

    private func page(
        _ query: TimelineQuery, _ limit: Int, _ access: OperationsAccess, _ format: ResponseFormat
    ) async throws -> PreparedResponse {
        let found: [TimelineEntry]
        do {
            // One more than the limit shows whether there is a next page.
            found = try await reader.newest(query, limit: limit + 1)
        } catch {
            throw ReadModelFailure.unavailable(detail: "cannot read the timeline: \(error)")
        }
        let page = TimelinePage(found, limit: limit, query: query, simulated: simulated).visible(to: access)
        return try ResponseContent(page, next: page.next.map { link($0, query, limit) }, language: query.language)
            .prepared(as: format)
    }

    private func query(_ request: OperationQuery) throws(Problem) -> TimelineQuery {
        var query = TimelineQuery(
            trace: try request[RecordOperations.trace], level: try request[RecordOperations.level],
            language: try request.language())
        if let cursor = try request[.before] {
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
        if query.language != .english { words.append("lang=\(query.language.rawValue)") }
        return "/v1/timeline?" + words.joined(separator: "&")
    }
}
