import Domain

/// What a pass came to. Pure.
struct Verdict: Sendable {
    var prices: PriceCollection.Result?
    var news: [SourceReport]
    /// Whether news were asked for, of at least one feed.
    var newsAsked: Bool

    var reports: [SourceReport] { (prices?.reports ?? []) + news }

    /// Failed when a part got nothing; degraded when every part was served although a source failed.
    var outcome: RunOutcome {
        let pricesServed = prices?.served ?? true
        let newsServed = !newsAsked || news.contains { $0.outcome == .ok }
        guard pricesServed && newsServed else { return .failed }
        return reports.contains { $0.outcome == .failed } ? .degraded : .ok
    }
}

extension [SourceReport] {
    /// One report for each source, the counts of its stretches added up; a source that failed once has failed.
    func merging(_ others: [SourceReport]) -> [SourceReport] {
        var merged = self
        for report in others {
            guard let index = merged.firstIndex(where: { $0.source == report.source && $0.part == report.part }) else {
                merged.append(report)
                continue
            }
            merged[index].fetched += report.fetched
            merged[index].new += report.new
            merged[index].updated += report.updated
            merged[index].unchanged += report.unchanged
            if report.outcome == .failed { merged[index].outcome = .failed }
            merged[index].error = report.error ?? merged[index].error
        }
        return merged
    }
}
