import Domain

/// Which candles a refetch still has to ask for, and from whom: it goes on after another run had its turn.
struct RefetchState: Sendable {
    /// The closed candles that no source has given yet.
    var left: [TimeRange]
    let window: TimeRange
    let total: Int
    /// The place of the source that is asked.
    var source = 0
    /// Its pages that are still to be asked for, newest first; `nil` before it is asked.
    var pages: [TimeRange]?
    /// The sources that responded.
    var responded: Set<SourceName> = []
    var emptyPages: [(source: SourceName, page: TimeRange)] = []

    /// - Parameter now: candles that closed too shortly before are left to the next run.
    init(_ window: TimeRange, of interval: Interval, now: Timestamp) {
        self.window = OwedHours.settled(window, of: interval, now: now)
        left = self.window.isEmpty ? [] : [self.window]
        total = left.count(of: interval)
    }
}

extension PriceCollection {
    /// Asks for every candle of a window again, page by page, the newest first, and takes the numbers of the first
    /// source that gives them.
    /// - Returns: whether it ended; not when another run needs the lease.
    mutating func refetch(
        _ state: inout RefetchState, shouldStop: @Sendable () async throws -> Bool,
        progress: @Sendable (BackfillProgress) -> Void
    ) async throws -> Bool {
        while state.source < sources.count {
            let source = sources[state.source]
            var pages = state.pages ?? self.pages(of: state, from: source)
            while let page = pages.first {
                state.pages = pages
                if try await shouldStop() { return false }
                pages.removeFirst()
                guard try await refetch(page, from: source, &state) else { break }
                progress(
                    BackfillProgress(
                        share: state.total == 0 ? 1 : 1 - Double(state.left.count(of: interval)) / Double(state.total),
                        kept: reports.kept))
            }
            (state.source, state.pages) = (state.source + 1, nil)
        }
        try await judgeEmpty(state.emptyPages)
        return true
    }

    private func pages(of state: RefetchState, from source: any PriceSource) -> [TimeRange] {
        let moment = now()
        let reachable = OwedHours.reachable(state.left, of: interval, from: source.facts, absences: [], now: moment)
        return OwedHours.pages(for: reachable, of: interval, from: source.facts, within: state.window, now: moment)
            .compactMap { $0.intersection(state.window) }
    }

    /// - Returns: whether the source may be asked for its next page.
    private mutating func refetch(_ page: TimeRange, from source: any PriceSource, _ state: inout RefetchState)
        async throws -> Bool
    {
        let rule = ReplacementRule(ranking: sources.map(\.name), corrections: nil, reason: .refetch)
        let parts = state.left.compactMap { $0.intersection(page) }
        let rejectedBefore = reports.rejected(of: source.name)
        var given = GivenCandles()
        var closed: Set<Timestamp> = []
        for attempt in 1...2 {
            guard let candles = try await keep(page, from: source, .prices, insisting: true, rule: rule).candles else {
                return false
            }
            given.add(candles)
            closed.formUnion(candles.candles.filter(\.isClosed).map(\.candle.openTime))
            if attempt == 2 || given.lacks(parts, of: interval).isEmpty { break }
        }
        state.responded.insert(source.name)
        // An open candle and one that the source lacks stay asked for; one of a better source that responded does not.
        let taken = try await archive.candles(of: interval, in: page, limit: [page].count(of: interval))
            .filter { $0.isClosed && state.responded.contains($0.source) && closed.contains($0.candle.openTime) }
            .map(\.candle.openTime)
        state.left = state.left.subtracting(taken.sorted().ranges(every: interval))
        guard reports.rejected(of: source.name) == rejectedBefore else { return true }
        let filling = try await noteAbsences(given, page, parts, from: source)
        if filling == .empty { state.emptyPages.append((source.name, page)) }
        if !taken.isEmpty { _ = try await compareSample(of: page, from: source) }
        return filling != .paused
    }
}
