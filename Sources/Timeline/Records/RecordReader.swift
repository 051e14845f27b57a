package import Domain

/// Reads the stored runs and incidents that a timeline needs.
package struct RecordReader: Sendable {
    private let runs: any RunLog
    private let incidents: (any IncidentLog)?

    /// The most records held in memory at once: four years of hourly runs.
    package static let defaultLimit = 35_000

    /// - Parameter incidents: `nil` without an incident log.
    package init(runs: any RunLog, incidents: (any IncidentLog)?) {
        self.runs = runs
        self.incidents = incidents
    }

    /// Records that began in the range or up to a day before it (90 days for incidents), newest first: they may end in
    /// it.
    /// - Throws: ``ArchiveFailure``
    package func records(since: Timestamp?, until: Timestamp?, limit: Int = RecordReader.defaultLimit) async throws -> (
        runs: [Run], incidents: [Incident]
    ) {
        let since = since.map { $0 - .days(1) }
        let log = self.runs
        let runs = try await pages(since: since, until: until, limit: limit) {
            try await log.runs(before: $0, limit: $1)
        } time: {
            $0.started
        }
        guard let log = self.incidents else { return (runs, []) }
        let incidents = try await pages(since: since.map { $0 - .days(90) }, until: until, limit: limit) {
            try await log.incidents(before: $0, limit: $1)
        } time: {
            $0.opened
        }
        return (runs, incidents)
    }

    private func pages<T>(
        since: Timestamp?, until: Timestamp?, limit: Int, _ page: (Timestamp?, Int) async throws -> [T],
        time: (T) -> Timestamp
    ) async throws -> [T] {
        var all: [T] = []
        var before = until
        while all.count < limit {
            let next = try await page(before, min(1000, limit - all.count))
            all += next.filter { item in since.map { time(item) >= $0 } ?? true }
            guard let last = next.last, next.count == min(1000, limit - (all.count - next.count)),
                since.map({ time(last) >= $0 }) ?? true
            else { break }
            before = time(last)
        }
        return all
    }
}
