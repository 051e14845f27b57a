import Domain
import Hummingbird

/// `GET /v1/incidents`, `/v1/incidents/register` and `/v1/incidents/{id}`.
struct IncidentRoutes: Sendable {
    private let reader: any IncidentReader
    private let responses: ResponseCache
    private let operations: OperationsAuthorization

    init(reader: any IncidentReader, responses: ResponseCache, operations: OperationsAuthorization) {
        self.reader = reader
        self.responses = responses
        self.operations = operations
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/v1/incidents") { request, context in
            let access = try operations.access(of: request, context)
            let parameters = Parameters(request)
            var asked = try query(parameters)
            asked.withEvidence = access != .visitor
            let (query, limit, language) = (asked, try parameters.limit(default: 20), try parameters.language())
            return try await responses.respond(to: request, context, in: language, for: access) {
                var page = try await reader.incidents(matching: query, limit: limit, in: language)
                page.incidents = page.incidents.map { $0.visible(to: access) }
                // An explicit language applies to the next page too.
                let linkLanguage = parameters.text("lang") == nil ? nil : language
                return ResponseContent(
                    page, next: page.next.map { link($0, query, limit, linkLanguage) }, language: language)
            }
        }
        router.get("/v1/incidents/register") { request, context in
            let since = try Parameters(request).time("since")
            return try await responses.respond(to: request, context) {
                ResponseContent(try await reader.register(since: since))
            }
        }
        router.get("/v1/incidents/:id") { request, context in
            let access = try operations.access(of: request, context)
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try Parameters(request).language()
            return try await responses.respond(to: request, context, in: language, for: access) {
                guard let incident = try await reader.incident(id, in: language) else { throw Problem.noIncident(id) }
                return ResponseContent(incident.visible(to: access), language: language)
            }
        }
    }

    private func query(_ parameters: Parameters) throws(Problem) -> IncidentQuery {
        var query = IncidentQuery(since: try parameters.time("since"))
        if let text = parameters.text("state") {
            guard let state = Incident.State(known: text) else {
                throw .invalid("state", "must be open or resolved", text)
            }
            query.state = state
        }
        if let text = parameters.text("cause") {
            guard let cause = Cause(known: text) else {
                throw .invalid(
                    "cause", "must be one of \(Cause.known.map(\.rawValue).joined(separator: ", "))", text)
            }
            query.cause = cause
        }
        query.parent = parameters.text("parent").map(IncidentID.init)
        if let cursor = try parameters.cursor() {
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
