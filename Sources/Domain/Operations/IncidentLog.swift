/// Where incidents are recorded. Every method throws ``ArchiveFailure``.
package protocol IncidentLog: Sendable {
    /// Keeps the incident as it is now: a new one, or the next state of a known one.
    func keep(_ incident: Incident) async throws
    /// Newest first, at most `limit`; opened before `before` where one is given.
    func incidents(before: Timestamp?, limit: Int) async throws -> [Incident]
    func incident(_ id: IncidentID) async throws -> Incident?
}
