package import Domain
import Hummingbird
import Logging

/// Changes incidents, for the route and for the forms of the dashboard.
package struct IncidentEditor: Sendable {
    private let log: any IncidentLog
    private let now: @Sendable () -> Timestamp
    /// Called after a change.
    private let onChange: @Sendable () -> Void

    /// - Parameter now: the time of a resolution.
    package init(
        log: any IncidentLog, now: @escaping @Sendable () -> Timestamp,
        onChange: @escaping @Sendable () -> Void = {}
    ) {
        self.log = log
        self.now = now
        self.onChange = onChange
    }

    /// - Parameter isCurrent: whether the incident is still the one that the client has seen.
    /// - Throws: ``Problem``: 404, 409, 412 or 503.
    package func change(
        _ id: IncidentID, by change: IncidentPatch, _ context: APIRequestContext,
        where isCurrent: @escaping @Sendable (Incident) -> Bool = { _ in true }
    ) async throws -> Incident {
        try await refuseSecondOpen(change, of: id, context)
        let moment = now()
        let changed = try await recorded(context) {
            try await log.change(id) { incident -> Result<Incident, Problem> in
                guard isCurrent(incident) else { return .failure(.changedMeanwhile) }
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
        onChange()
        context.logger.notice(
            "incident \(id) was changed over HTTP: \(change.changedFields.joined(separator: ", "))",
            metadata: ["incident": "\(id)"])
        return incident
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
