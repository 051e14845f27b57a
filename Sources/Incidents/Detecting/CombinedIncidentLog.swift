package import Domain
import Synchronization

/// The recorded incidents together with those that wait for the database: what every list, page and route shows, so
/// that a database that cannot take an incident does not hide it.
///
/// While the database cannot be read, the incidents last read from it count.
package final class CombinedIncidentLog: IncidentLog {
    private let log: any IncidentLog
    private let outbox: IncidentOutbox
    /// As last read, newest first.
    private let known = Mutex<[Incident]>([])

    /// So many are kept for the time when the database cannot be read.
    private static let kept = 200

    package init(_ log: any IncidentLog, outbox: IncidentOutbox) {
        self.log = log
        self.outbox = outbox
    }

    package func report(_ incident: Incident) async throws -> Incident { try await log.report(incident) }

    package func keep(_ incident: Incident) async throws { try await log.keep(incident) }

    package func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
    { try await log.change(id, change) }

    /// - Throws: ``ArchiveFailure`` where the database cannot be read, and nothing is known without it.
    package func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
        let recorded: [Incident]
        do {
            recorded = try await log.incidents(matching: query, limit: limit)
            if query == IncidentQuery(), limit >= Self.kept { known.withLock { $0 = recorded } }
        } catch {
            let all = withoutDatabase()
            guard !all.isEmpty else { throw error }
            return Array(all.filter(query.matches).prefix(limit))
        }
        let all = outbox.all(besides: recorded).filter(query.matches)
        return Array(all.sorted { IncidentPosition($1) < IncidentPosition($0) }.prefix(limit))
    }

    package func incident(_ id: IncidentID) async throws -> Incident? {
        if let waiting = outbox.waiting().first(where: { $0.id == id }) { return waiting }
        do { return try await log.incident(id) } catch {
            guard let known = known.withLock({ $0.first { $0.id == id } }) else { throw error }
            return known
        }
    }

    /// What is known while the database cannot be read, newest first.
    package func withoutDatabase() -> [Incident] {
        outbox.all(besides: known.withLock(\.self)).sorted { IncidentPosition($1) < IncidentPosition($0) }
    }
}
