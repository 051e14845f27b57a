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
        router.get("/v1/runs") { request, context in
            let access = try operations.requireReader(request, context)
            let parameters = Parameters(request)
            let limit = try parameters.limit(default: 20)
            let position = try position(parameters)
            return try await responses.respond(to: request, context, for: access) {
                let page = try await RunPage(of: runs, limit: limit, after: position, simulated: simulated)
                    .visible(to: access)
                return ResponseContent(page, next: page.next.map { "/v1/runs?limit=\(limit)&before=\($0)" })
            }
        }
    }

    private func position(_ parameters: Parameters) throws(Problem) -> RunPosition? {
        guard let cursor = try parameters.cursor() else { return nil }
        guard case .runs(let position) = cursor else {
            throw .foreignCursor("/v1/runs")
        }
        return position
    }
}
