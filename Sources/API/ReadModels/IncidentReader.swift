package import Domain

/// The port for reading incidents. Two adapters: in process, and over HTTP for `web`.
package protocol IncidentReader: Sendable {
    /// Newest first.
    /// - Parameter limit: 1 to 1000.
    func incidents(matching query: IncidentQuery, limit: Int, in language: Language) async throws(ReadModelFailure)
        -> IncidentPage
    /// `nil` where no incident has this id.
    func incident(_ id: IncidentID, in language: Language) async throws(ReadModelFailure) -> IncidentResponse?
    /// The statistics of the incidents.
    /// - Parameter since: only incidents opened at this time or later; `nil` for all.
    func register(since: Timestamp?) async throws(ReadModelFailure) -> IncidentRegister
}

/// Builds the read models in process from the incident log.
package struct LocalIncidentReader: IncidentReader {
    private let log: any IncidentLog
    private let simulated: Bool

    package init(log: any IncidentLog, simulated: Bool) {
        self.log = log
        self.simulated = simulated
    }

    package func incidents(matching query: IncidentQuery, limit: Int, in language: Language)
        async throws(ReadModelFailure) -> IncidentPage
    {
        // One more than the limit shows whether there is a next page.
        let found = try await recorded { try await log.incidents(matching: query, limit: limit + 1) }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { Cursor.incidents(before: IncidentPosition($0)).text } : nil
        return IncidentPage(incidents: page.map { IncidentResponse($0, language) }, next: next, simulated: simulated)
    }

    package func incident(_ id: IncidentID, in language: Language) async throws(ReadModelFailure) -> IncidentResponse? {
        try await recorded { try await log.incident(id) }.map { IncidentResponse($0, language) }
    }

    package func register(since: Timestamp?) async throws(ReadModelFailure) -> IncidentRegister {
        IncidentRegister(
            try await recorded { try await log.all(matching: IncidentQuery(since: since, withEvidence: false)) })
    }

    private func recorded<T>(_ read: () async throws -> T) async throws(ReadModelFailure) -> T {
        do { return try await read() } catch {
            throw .unavailable(detail: "\(error)", because: (error as? ArchiveFailure)?.kind)
        }
    }
}
