import Domain
import Hummingbird

/// `GET /v1/incidents`, `/v1/incidents/register` and `/v1/incidents/{id}`.
struct IncidentRoutes: Sendable {
    private let reader: any IncidentReader
    private let answers: ResponseCache

    init(reader: any IncidentReader, answers: ResponseCache) {
        self.reader = reader
        self.answers = answers
    }

    func add(to router: Router<AnalyzerContext>) {
        router.get("/v1/incidents") { request, context in
            let parameters = Parameters(request)
            let (query, limit, language) = (
                try query(parameters), try parameters.limit(default: 20), try parameters.language()
            )
            return try await answers.respond(to: request, context, in: language) {
                let page = try await reader.incidents(matching: query, limit: limit, in: language)
                // Whoever asked for a language reads the next page in it too.
                let asked = parameters.text("lang") == nil ? nil : language
                return Content(page, next: page.next.map { link($0, query, limit, asked) }, language: language)
            }
        }
        router.get("/v1/incidents/register") { request, context in
            let since = try Parameters(request).time("since")
            return try await answers.respond(to: request, context) { Content(try await reader.register(since: since)) }
        }
        router.get("/v1/incidents/:id") { request, context in
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try Parameters(request).language()
            return try await answers.respond(to: request, context, in: language, route: "/v1/incidents/{id}") {
                guard let incident = try await reader.incident(id, in: language) else { throw Problem.noIncident(id) }
                return Content(incident, language: language)
            }
        }
    }

    private func query(_ parameters: Parameters) throws(Problem) -> IncidentQuery {
        var query = IncidentQuery(since: try parameters.time("since"))
        if let text = parameters.text("state") {
            guard let state = Incident.State(known: text) else {
                throw .invalidParameter("state is '\(text.prefix(40))', and must be open or resolved")
            }
            query.state = state
        }
        if let text = parameters.text("cause") {
            guard let cause = Cause(known: text) else {
                throw .invalidParameter(
                    "cause is '\(text.prefix(40))', and must be one of \(Cause.known.map(\.rawValue).joined(separator: ", "))"
                )
            }
            query.cause = cause
        }
        query.parent = parameters.text("parent").map(IncidentID.init)
        if let cursor = try parameters.cursor() {
            guard case .incidents(let position) = cursor else {
                throw .invalidParameter("before is a cursor of another list; take it from an answer of /v1/incidents")
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
        .notFound("there is no incident '\(id.rawValue.prefix(60))'; /v1/incidents lists them")
    }
}
