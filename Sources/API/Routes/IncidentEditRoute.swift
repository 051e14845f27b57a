import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging

/// `PATCH /v1/incidents/{id}`: edits the resolution, the lesson and the state.
struct IncidentEditRoute: Sendable {
    private let log: any IncidentLog
    private let responses: ResponseCache
    private let operations: OperationsAuthorization
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the time of a resolution.
    init(
        log: any IncidentLog, responses: ResponseCache, operations: OperationsAuthorization,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.log = log
        self.responses = responses
        self.operations = operations
        self.now = now
    }

    func add(to router: Router<APIRequestContext>) {
        router.add(RecordOperations.editIncident) { query, context in
            let request = query.request
            try operations.requireToken(request, context)
            let id = IncidentID(rawValue: try context.parameters.require("id"))
            let language = try query.language()
            let change = try await IncidentPatch(request)
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
            let incident: Incident
            switch changed {
            case nil: throw Problem.noIncident(id)
            case .addedTo(let other): throw Problem.otherIsOpen(other)
            case .stored(let result): incident = try result.get()
            }
            // Effective here immediately; other processes watch the database and see it within a quarter of a second.
            responses.advance()
            context.logger.notice(
                "incident \(id) was changed over HTTP: \(change.changedFields.joined(separator: ", "))",
                metadata: ["incident": "\(id)"])
            return try ResponseContent(IncidentResponse(incident, language), language: language).prepared().response()
        }
    }

    /// Strong comparison (RFC 9110, 13.1.1) with the ETag of GET, in either language.
    private static func isCurrent(_ incident: Incident, _ header: String) -> Bool {
        // A compressed body has an ETag of its own, of the same incident.
        let wanted = header.split(separator: ",").map {
            $0.filter { !$0.isWhitespace }.replacing("-gzip\"", with: "\"")
        }
        if wanted.contains("*") { return true }
        return Language.allCases.contains { language in
            // GET without the token gives less, under another ETag.
            OperationsAccess.allCases.contains { access in
                let visible = IncidentResponse(incident, language).visible(to: access)
                guard let response = try? ResponseContent(visible).prepared() else { return false }
                return wanted.contains(response.etag)
            }
        }
    }

    /// At most one incident of a cause and place is open.
    private func refuseSecondOpen(_ change: IncidentPatch, of id: IncidentID, _ context: APIRequestContext) async throws
    {
        guard let incident = try await recorded(context, { try await log.incident(id) }), change.reopens(incident)
        else { return }
        let open = try await recorded(context) {
            try await log.incidents(matching: IncidentQuery(state: .open, cause: incident.cause), limit: 1000)
        }
        guard let other = open.first(where: { $0.place == incident.place }) else { return }
        throw Problem.otherIsOpen(other.id)
    }

    private func recorded<T>(_ context: APIRequestContext, _ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch {
            throw Problem(
                ReadModelFailure.unavailable(detail: "\(error)", because: (error as? ArchiveFailure)?.kind),
                logger: context.logger)
        }
    }
}

extension Problem {
    fileprivate static func otherIsOpen(_ id: IncidentID) -> Problem {
        Problem(
            .conflict, code: "conflict", title: "Another incident is open",
            detail: "incident '\(id)' of the same cause and place is open; edit it, or resolve it first")
    }

    fileprivate static let changedMeanwhile = Problem(
        .preconditionFailed, code: "precondition-failed", title: "Precondition failed",
        detail: "the incident has changed since the ETag in If-Match; read it again and send the new ETag")
}
