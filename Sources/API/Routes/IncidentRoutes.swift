package import Domain
package import Hummingbird

/// `/v1/incidents` and `/v1/incidents/{id}`.
package struct IncidentRoutes: Sendable {
    private let log: any IncidentLog
    private let answers: AnswerCache
    private let simulated: Bool

    package init(log: any IncidentLog, answers: AnswerCache, simulated: Bool) {
        self.log = log
        self.answers = answers
        self.simulated = simulated
    }

    package func add(to router: Router<AnalyzerContext>) {
        router.get("/v1/incidents") { request, context in
            let parameters = Parameters(request)
            let query = try query(parameters)
            let limit = try parameters.limit(default: 20)
            return try await answers.respond(to: request, context) {
                // One more than asked for tells whether there is a next page.
                let found = try await recorded { try await log.incidents(matching: query, limit: limit + 1) }
                let page = found.prefix(limit)
                let next = found.count > limit ? page.last.map { Cursor.incidents(before: IncidentPosition($0)).text } : nil
                return Content(IncidentPage(incidents: page.map { IncidentReading($0, .english) }, next: next, simulated: simulated), next: next.map { next in
                    "/v1/incidents?" + (["limit=\(limit)", "before=\(next)"] + (query.state.map { ["state=\($0.rawValue)"] } ?? [])).joined(separator: "&")
                })
            }
        }
        router.get("/v1/incidents/:id") { request, context in
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            return try await answers.respond(to: request, context) {
                guard let incident = try await recorded({ try await log.incident(id) }) else {
                    throw Problem.notFound("there is no incident '\(id.rawValue.prefix(60))'; /v1/incidents lists them")
                }
                return Content(IncidentReading(incident, .english))
            }
        }
    }

    private func query(_ parameters: Parameters) throws(Problem) -> IncidentQuery {
        var query = IncidentQuery()
        if let text = parameters.text("state") {
            guard let state = Incident.State(rawValue: text) else {
                throw .invalidParameter("state is '\(text.prefix(40))', and must be open or resolved")
            }
            query.state = state
        }
        if let cursor = try parameters.cursor() {
            guard case .incidents(let position) = cursor else {
                throw .invalidParameter("before is a cursor of another list; take it from an answer of /v1/incidents")
            }
            query.before = position
        }
        return query
    }

    private func recorded<T>(_ read: () async throws -> T) async throws(ReadingFailure) -> T {
        do { return try await read() } catch { throw .unavailable(detail: "\(error)") }
    }
}
