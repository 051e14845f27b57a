import Domain

/// Determines the outcome of a run. Pure.
struct Verdict: Sendable {
    var prices: [SourceReport] = []
    /// Whether the needed prices came; `nil` when none were requested.
    var pricesServed: Bool?
    var news: [SourceReport] = []
    /// Whether at least one feed was requested.
    var newsRequested = false

    var reports: [SourceReport] { prices + news }

    /// `failed` when no source returned a part; `degraded` when a source failed or had to be left alone, but all parts
    /// were returned.
    var outcome: RunOutcome {
        let newsServed = !newsRequested || news.contains { $0.isServed }
        guard pricesServed ?? true, newsServed else { return .failed }
        return reports.contains { $0.part != .comparison && !$0.isServed } ? .degraded : .ok
    }
}

extension SourceReport {
    /// Whether what is stored of the source is as new as it can be.
    fileprivate var isServed: Bool { outcome == .ok || outcome == .notDue }
}
