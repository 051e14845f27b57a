package import Domain

/// A page of the timeline, newest first.
package struct TimelinePage: Codable, Sendable {
    package private(set) var timeline: [TimelineEntry]
    /// The cursor of the next page; absent on the last page.
    package let next: String?
    let simulated: Bool
    /// What was left out (``Withheld``); absent for nothing.
    private(set) var withheld: [String]?

    /// - Parameter found: one more than `limit` where there is a next page.
    package init(_ found: [TimelineEntry], limit: Int, query: TimelineQuery, simulated: Bool) {
        self.simulated = simulated
        timeline = Array(found.prefix(limit))
        guard found.count > limit, let last = timeline.last else {
            next = nil
            return
        }
        // Entries of the same time may be split between pages.
        var given = timeline.reversed().prefix { $0.time == last.time }.count
        if let before = query.before, before.time == last.time { given += before.given }
        next = Cursor.timeline(before: .init(time: last.time, given: given)).text
    }

    /// The page as a request with this access may read it.
    package func visible(to access: OperationsAccess) -> TimelinePage {
        guard access != .tokenHolder else { return self }
        var page = self
        page.timeline = timeline.map(\.withoutQuotations)
        page.withheld = page.timeline == timeline ? nil : [Withheld.quotations]
        return page
    }
}
