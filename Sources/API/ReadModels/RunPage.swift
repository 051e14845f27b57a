package import Domain

/// `GET /v1/runs`: newest first, each with the reports of its sources.
package struct RunPage: Codable, Hashable, Sendable {
    package var runs: [Run]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool
    /// What was left out (``Withheld``); `nil` for nothing.
    package var withheld: [String]?

    package init(runs: [Run], next: String?, simulated: Bool) {
        self.runs = runs
        self.next = next
        self.simulated = simulated
    }

    /// - Parameters:
    ///   - limit: 1 to 1000.
    ///   - position: the end of the previous page; `nil` for the first page.
    /// - Throws: ``ReadModelFailure``
    package init(of log: any RunLog, limit: Int, after position: RunPosition?, simulated: Bool)
        async throws(ReadModelFailure)
    {
        let skipped = position?.skipped ?? 0
        let found: [Run]
        do {
            // Runs of the millisecond at which the previous page ended are read again and dropped. One more than the
            // limit shows whether there is a next page.
            found = Array(
                try await log.runs(before: position.map { $0.started + .milliseconds(1) }, limit: skipped + limit + 1)
                    .dropFirst(skipped))
        } catch let failure as ArchiveFailure {
            throw .unavailable(detail: failure.description, because: failure.kind)
        } catch {
            throw .unavailable(detail: "\(error)")
        }
        let page = Array(found.prefix(limit))
        var next: String?
        if found.count > limit, let last = page.last {
            let sameStart =
                page.count { $0.started == last.started } + (position?.started == last.started ? skipped : 0)
            next = Cursor.runs(RunPosition(started: last.started, skipped: sameStart)).text
        }
        self.init(runs: page, next: next, simulated: simulated)
    }
}

extension RunPage {
    /// The page as a request with this access may read it.
    package func visible(to access: OperationsAccess) -> RunPage {
        guard access != .tokenHolder else { return self }
        var page = self
        page.runs = runs.map(\.withoutQuotations)
        page.withheld = page.runs == runs ? nil : [Withheld.quotations]
        return page
    }
}

/// The end of a page of runs.
package struct RunPosition: Hashable, Sendable {
    /// When the last run of the page began.
    package let started: Timestamp
    /// How many runs of that millisecond this page and earlier ones contain.
    package let skipped: Int

    package init(started: Timestamp, skipped: Int) {
        self.started = started
        self.skipped = skipped
    }
}
