import Domain

extension PriceCollection {
    /// Asks for every candle of `window` again, page by page, the newest first, and takes the numbers of the first
    /// source that gives them.
    /// - Returns: whether every page was given.
    mutating func refetch(_ window: TimeRange, progress: @Sendable (BackfillProgress) -> Void) async throws -> Bool {
        let current = interval.openTime(containing: now())
        let closed = TimeRange(window.start, until: min(window.end, max(window.start, current)))
        var left = closed.isEmpty ? [] : [closed]
        let total = left.count(of: interval)
        let rule = ReplacementRule(ranking: sources.map(\.name), corrections: nil, reason: .refetch)
        for source in sources {
            let reachable = OwedHours.reachable(left, of: interval, from: source.facts, absences: [], now: now())
            for page in OwedHours.pages(
                for: reachable, of: interval, from: source.facts, within: closed, now: now())
            {
                guard let wanted = page.intersection(closed) else { continue }
                guard let given = try await keep(wanted, from: source, .prices, insisting: true, rule: rule) else {
                    break
                }
                if !given.candles.isEmpty { left = left.flatMap { $0.subtracting([wanted]) } }
                progress(
                    BackfillProgress(
                        share: total == 0 ? 1 : 1 - Double(left.count(of: interval)) / Double(total),
                        kept: reports.kept))
            }
        }
        return left.isEmpty
    }
}
