import Domain
import Hummingbird

/// `GET /v1/incidents`, `/v1/incidents/register` and `/v1/incidents/{id}`.
struct IncidentRoutes: Sendable {
    private let reader: any IncidentReader
    private let responses: ResponseCache
    private let operations: OperationsAuthorization
    private let simulated: Bool

    init(
        reader: any IncidentReader, responses: ResponseCache, operations: OperationsAuthorization, simulated: Bool
    ) {
        self.simulated = simulated
        self.reader = reader
        self.responses = responses
        self.operations = operations
    }

    func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.incidents) { request, context in
            let access = try operations.access(of: request.request, context)
            var asked = try query(request)
            asked.withEvidence = access != .visitor
            let (query, limit, language) = (
                asked, try request[RecordOperations.incidentLimit], try request.language()
            )
            return try await responses.respond(
                to: request, as: try request.format(), context, in: language, for: access
            ) {
                var page = try await reader.incidents(matching: query, limit: limit, in: language)
                page.incidents = page.incidents.map { $0.visible(to: access) }
                // An explicit language applies to the next page too.
                let linkLanguage = request.contains(Parameter.language) ? language : nil
                return ResponseContent(
                    page, next: page.next.map { link($0, query, limit, linkLanguage) }, language: language)
            }
        }
        router.add(RecordOperations.register) { request, context in
            let since = try request[RecordOperations.since]
            return try await responses.respond(to: request, context) {
                ResponseContent(
                    RegisterResponse(register: try await reader.register(since: since), simulated: simulated))
            }
        }
        router.add(RecordOperations.incident) { request, context in
            let access = try operations.access(of: request.request, context)
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try request.language()
            return try await responses.respond(to: request, context, in: language, for: access) {
                guard let incident = try await reader.incident(id, in: language) else { throw Problem.noIncident(id) }
                return ResponseContent(incident.visible(to: access), language: language)
            }
        }
    }

    private func query(_ request: OperationQuery) throws(Problem) -> IncidentQuery {
        var query = IncidentQuery(since: try request[RecordOperations.since])
        query.state = try request[RecordOperations.state]
        query.cause = try request[RecordOperations.cause]
        query.parent = try request[RecordOperations.parent]
        if let cursor = try request[.before] {
            guard case .incidents(let position) = cursor else {
                throw .foreignCursor("/v1/incidents")
            }
            query.before = position
        }
        return query
    }

    private func link(_ next: String, _ query: IncidentQuery, _ limit: Int, _ language: Language?) -> String {
        var words = ["limit=\(limit)", "before=\(next)"]
        if let state = query.state { words.append("state=\(state.rawValue)") }
        if let cause = query.cause { words.append("cause=\(cause.rawValue)") }
        if let parent = query.parent { words.append("parent=\(parent.rawValue.percentEncoded)") }
        if let since = query.since { words.append("since=\(since.rfc3339)") }
        if let language { words.append("lang=\(language.rawValue)") }
        return "/v1/incidents?" + words.joined(separator: "&")
    }
}

extension Problem {
    static func noIncident(_ id: IncidentID) -> Problem {
        .notFound("no incident '\(id.rawValue.printableLine(limit: 60))'; see /v1/incidents")
    }
}
