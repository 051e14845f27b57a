package import Domain
package import Hummingbird

/// `/v1/runs`: the collection runs.
package struct RunRoutes: Sendable {
    private let runs: any RunLog
    private let responses: ResponseCache
    private let operations: OperationsAuthorization
    private let simulated: Bool

    package init(runs: any RunLog, responses: ResponseCache, operations: OperationsAuthorization, simulated: Bool) {
        self.runs = runs
        self.responses = responses
        self.operations = operations
        self.simulated = simulated
    }

    package func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.runs) { query, context in
            let access = try operations.requireReader(query.request, context)
            let limit = try query[RecordOperations.runLimit]
            let position = try position(query)
            return try await responses.respond(to: query, as: try query.format(), context, for: access) {
                let page = try await RunPage(of: runs, limit: limit, after: position, simulated: simulated)
                    .visible(to: access)
                return ResponseContent(page, next: page.next.map { "/v1/runs?limit=\(limit)&before=\($0)" })
            }
        }
    }

    private func position(_ query: OperationQuery) throws(Problem) -> RunPosition? {
        guard let cursor = try query[.before] else { return nil }
        guard case .runs(let position) = cursor else {
            throw .foreignCursor("/v1/runs")
        }
        return position
    }
}
