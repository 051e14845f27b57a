import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging

/// `PATCH /v1/incidents/{id}`: what was done, what to learn from it, and whether it is over.
struct IncidentEditRoute: Sendable {
    private let log: any IncidentLog
    private let answers: ResponseCache
    private let gate: AdminGate
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: when it is over, for what is said to be.
    init(log: any IncidentLog, answers: ResponseCache, admin: AdminToken?, now: @escaping @Sendable () -> Timestamp) {
        self.log = log
        self.answers = answers
        gate = AdminGate(admin)
        self.now = now
    }

    func add(to router: Router<AnalyzerContext>) {
        router.patch("/v1/incidents/:id") { request, context in
            try gate.admit(request)
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try Parameters(request).language()
            let change = try await IncidentChange(request)
            try await refuseSecondOpen(change, of: id, context)
            let wanted = request.headers[.ifMatch]
            let moment = now()
            let changed = try await recorded(context) {
                try await log.change(id) { incident -> Result<Incident, Problem> in
                    if let wanted, !Self.isCurrent(incident, wanted) { return .failure(.changedMeanwhile) }
                    change.apply(to: &incident, now: moment)
                    return .success(incident)
                }
            }
            guard let incident = try changed?.get() else { throw Problem.noIncident(id) }
            // Here at once; other processes see it within a quarter of a second, as they watch the database.
            answers.advance()
            context.logger.notice(
                "incident \(id) was changed over HTTP: \(change.names.joined(separator: ", "))",
                metadata: ["incident": "\(id)"])
            return try Content(IncidentResponse(incident, language), language: language).prepared().response()
        }
    }

    /// Strong comparison (RFC 9110, 13.1.1) with what a GET would answer, in either language.
    private static func isCurrent(_ incident: Incident, _ header: String) -> Bool {
        let wanted = header.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        if wanted.contains("*") { return true }
        return Language.allCases.contains { language in
            guard let answer = try? Content(IncidentResponse(incident, language)).prepared() else { return false }
            return wanted.contains(answer.etag)
        }
    }

    /// Of a cause at a place one is open at a time.
    private func refuseSecondOpen(_ change: IncidentChange, of id: IncidentID, _ context: AnalyzerContext) async throws
    {
        guard let incident = try await recorded(context, { try await log.incident(id) }), change.reopens(incident)
        else { return }
        let open = try await recorded(context) {
            try await log.incidents(matching: IncidentQuery(state: .open, cause: incident.cause), limit: 1000)
        }
        guard let other = open.first(where: { $0.place == incident.place }) else { return }
        throw Problem(
            .conflict, code: "conflict", title: "Another one is open",
            detail: "incident '\(other.id)' of the same cause and place is open; change that one, or resolve it first")
    }

    private func recorded<T>(_ context: AnalyzerContext, _ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch {
            throw Problem(ReadModelFailure.unavailable(detail: "\(error)"), logger: context.logger)
        }
    }
}

extension Problem {
    fileprivate static let changedMeanwhile = Problem(
        .preconditionFailed, code: "precondition-failed", title: "It has changed meanwhile",
        detail: "the incident is not as If-Match says any more: read it again, and send its new ETag")
}
