import Domain

extension PriceCollection {
    /// Asks for every candle of `window` again, page by page, the newest first, and takes the numbers of the first
    /// source that gives them.
    /// - Returns: whether every closed candle was given that some source may have.
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
                let kept = try await keep(wanted, from: source, .prices, insisting: true, rule: rule)
                guard let given = kept.candles else { break }
                // An open candle, one that the source lacks, and one of a better source in the archive stay asked for.
                let taken = try await archive.candles(of: interval, in: wanted, limit: [wanted].count(of: interval))
                    .filter { $0.isClosed && $0.source == source.name }.map(\.candle.openTime)
                let answered = Set(given.candles.filter(\.isClosed).map(\.candle.openTime))
                left = left.subtracting(taken.filter(answered.contains).ranges(every: interval))
                progress(
                    BackfillProgress(
                        share: total == 0 ? 1 : 1 - Double(left.count(of: interval)) / Double(total),
                        kept: reports.kept))
            }
        }
        guard !left.isEmpty else { return true }
        // Hours that no source has cannot be given.
        let missing = try await MissingCandles(
            left, of: interval, sources: sources.map { ($0.name, $0.facts) }, log: log, now: now())
        return missing.owed == 0 && left.count(of: interval) < total
    }
}
