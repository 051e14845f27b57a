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
    /// The pages of that source that failed, one after another.
    var failures = 0
    /// What each source responded for.
    var responded: [SourceName: [TimeRange]] = [:]
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
                // A page that fails must not keep the others from being asked for.
                switch try await refetch(page, from: source, &state) {
                case .answered, .empty: state.failures = 0
                case .failed(mayGoOn: true): state.failures += 1
                case .failed, .paused: pages = []
                }
                if state.failures > Self.toleratedFailures { pages = [] }
                progress(
                    BackfillProgress(
                        share: state.total == 0 ? 1 : 1 - Double(state.left.count(of: interval)) / Double(state.total),
                        kept: reports.kept))
            }
            (state.source, state.pages, state.failures) = (state.source + 1, nil, 0)
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

    private mutating func refetch(_ page: TimeRange, from source: any PriceSource, _ state: inout RefetchState)
        async throws -> Filling
    {
        let rule = ReplacementRule(ranking: sources.map(\.name), corrections: nil, reason: .refetch)
        let parts = state.left.compactMap { $0.intersection(page) }
        let rejectedBefore = reports.rejected(of: source.name)
        var given = GivenCandles()
        var (believed, repeated, failure) = (Set<Timestamp>(), Set<Timestamp>(), Filling?.none)
        for attempt in 1...2 where failure == nil {
            switch try await keep(page, from: source, .prices, insisting: true, rule: rule) {
            case .page(let candles):
                given.add(candles)
                believed.formUnion(candles.believed)
                repeated.formUnion(candles.repeated)
            case .paused: failure = .paused
            case .failed(let kind): failure = .failed(mayGoOn: Self.isOfOnePage(kind))
            }
            if attempt == 1, given.lacks(parts, of: interval).isEmpty { break }
        }
        let areAllReadable = reports.rejected(of: source.name) == rejectedBefore
        // What a response lacks is answered too, unless a part of it could not be read, or is not believed.
        let answered =
            failure == nil && areAllReadable
            ? [page].subtracting(repeated.subtracting(believed).sorted().ranges(every: interval))
            : believed.sorted().ranges(every: interval)
        state.responded[source.name, default: []] += answered
        let taken = try await taken(believed, in: page, state)
        state.left = state.left.subtracting(taken.ranges(every: interval))
        if let failure { return failure }
        guard areAllReadable else { return .answered }
        let filling = try await noteAbsences(given, page, parts, from: source)
        if filling == .empty { state.emptyPages.append((source.name, page)) }
        if !taken.isEmpty { _ = try await compareSample(of: page, from: source) }
        return filling
    }

    /// The candles of a page that need not be asked for again, oldest first: those that were given, and that are stored
    /// from a source that responded for them. An open one, and one of a better source that failed, stay asked for.
    private func taken(_ given: Set<Timestamp>, in page: TimeRange, _ state: RefetchState) async throws -> [Timestamp] {
        let responded = state.responded.mapValues { $0.filter { $0.overlaps(page) } }
        return try await archive.candles(of: interval, in: page, limit: [page].count(of: interval))
            .filter { stored in
                let openTime = stored.candle.openTime
                return stored.isClosed && given.contains(openTime)
                    && responded[stored.source, default: []].contains { $0.contains(openTime) }
            }
            .map(\.candle.openTime).sorted()
    }
}
