package import Domain
package import Hummingbird

/// `/v1/runs`: the records of collection.
package struct RunRoutes: Sendable {
    private let runs: any RunLog
    private let answers: ResponseCache
    private let simulated: Bool

    package init(runs: any RunLog, answers: ResponseCache, simulated: Bool) {
        self.runs = runs
        self.answers = answers
        self.simulated = simulated
    }

    package func add(to router: Router<AnalyzerContext>) {
        router.get("/v1/runs") { request, context in
            let parameters = Parameters(request)
            let limit = try parameters.limit(default: 20)
            let position = try position(parameters)
            return try await answers.respond(to: request, context) {
                let page = try await RunPage(of: runs, limit: limit, after: position, simulated: simulated)
                return Content(page, next: page.next.map { "/v1/runs?limit=\(limit)&before=\($0)" })
            }
        }
    }

    private func position(_ parameters: Parameters) throws(Problem) -> RunPosition? {
        guard let cursor = try parameters.cursor() else { return nil }
        guard case .runs(let position) = cursor else {
            throw .invalidParameter("before is a cursor of another list; take it from an answer of /v1/runs")
        }
        return position
    }
}
