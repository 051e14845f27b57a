import Domain

/// Determines the outcome of a run. Pure.
struct Verdict: Sendable {
    var prices: PriceCollection.Result?
    var news: [SourceReport]
    /// Whether at least one feed was requested.
    var newsRequested: Bool

    var reports: [SourceReport] { (prices?.reports ?? []) + news }

    /// `failed` when no source returned a part; `degraded` when a source failed, but all parts were returned.
    var outcome: RunOutcome {
        let pricesServed = prices?.served ?? true
        let newsServed = !newsRequested || news.contains { $0.outcome == .ok }
        guard pricesServed && newsServed else { return .failed }
        return reports.contains { $0.outcome == .failed } ? .degraded : .ok
    }
}

extension [SourceReport] {
    /// Merges reports into one per source, with summed counts; a source that failed once has failed.
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
