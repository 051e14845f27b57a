package import Domain

/// Reads the records that a timeline needs from the ports that keep them.
package struct RecordReader: Sendable {
    private let runs: any RunLog
    private let incidents: (any IncidentLog)?

    /// More than these are not held in memory at once: four years of hours.
    package static let most = 35_000

    /// - Parameter incidents: `nil` where this version keeps none.
    package init(runs: any RunLog, incidents: (any IncidentLog)?) {
        self.runs = runs
        self.incidents = incidents
    }

    /// Those that began in the range, newest first, and those whose end may lie in it: a day's grace before its start.
    /// - Throws: ``ArchiveFailure``
    package func records(since: Timestamp?, until: Timestamp?, most: Int = RecordReader.most) async throws -> (
        runs: [Run], incidents: [Incident]
    ) {
        let since = since.map { $0 - .days(1) }
        let log = self.runs
        let runs = try await pages(since: since, until: until, most: most) {
            try await log.runs(before: $0, limit: $1)
        } time: {
            $0.started
        }
        guard let log = self.incidents else { return (runs, []) }
        let incidents = try await pages(since: since.map { $0 - .days(90) }, until: until, most: most) {
            try await log.incidents(before: $0, limit: $1)
        } time: {
            $0.opened
        }
        return (runs, incidents)
    }

    private func pages<T>(
        since: Timestamp?, until: Timestamp?, most: Int, _ page: (Timestamp?, Int) async throws -> [T],
        time: (T) -> Timestamp
    ) async throws -> [T] {
        var all: [T] = []
        var before = until
        while all.count < most {
            let next = try await page(before, min(1000, most - all.count))
            all += next.filter { item in since.map { time(item) >= $0 } ?? true }
            guard let last = next.last, next.count == min(1000, most - (all.count - next.count)),
                since.map({ time(last) >= $0 }) ?? true
            else { break }
            before = time(last)
        }
        return all
    }
}
