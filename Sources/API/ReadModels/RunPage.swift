package import Domain

/// `GET /v1/runs`: newest first, each with what its sources did.
package struct RunPage: Codable, Hashable, Sendable {
    package var runs: [Run]
    /// The cursor of the next page, `nil` on the last.
    package var next: String?
    package var simulated: Bool

    package init(runs: [Run], next: String?, simulated: Bool) {
        self.runs = runs
        self.next = next
        self.simulated = simulated
    }

    /// - Parameters:
    ///   - limit: 1 to 1000.
    ///   - position: where the page before ended.
    /// - Throws: ``ReadModelFailure``
    package init(of log: any RunLog, limit: Int, after position: RunPosition?, simulated: Bool)
        async throws(ReadModelFailure)
    {
        let given = position?.given ?? 0
        let found: [Run]
        do {
            // Those begun in the very millisecond at which the page before ended come again, and are passed over; one more than asked for
            // tells whether there is a next page.
            found = Array(
                try await log.runs(before: position.map { $0.started + .milliseconds(1) }, limit: given + limit + 1)
                    .dropFirst(given))
        } catch let failure as ArchiveFailure {
            throw .unavailable(detail: failure.description)
        } catch {
            throw .unavailable(detail: "\(error)")
        }
        let page = Array(found.prefix(limit))
        var next: String?
        if found.count > limit, let last = page.last {
            let alike = page.count { $0.started == last.started } + (position?.started == last.started ? given : 0)
            next = Cursor.runs(RunPosition(started: last.started, given: alike)).text
        }
        self.init(runs: page, next: next, simulated: simulated)
    }
}

/// Where a page of runs ends: when its last run began, and how many runs of that millisecond have been given.
package struct RunPosition: Hashable, Sendable {
    package let started: Timestamp
    package let given: Int

    package init(started: Timestamp, given: Int) {
        self.started = started
        self.given = given
    }
}
