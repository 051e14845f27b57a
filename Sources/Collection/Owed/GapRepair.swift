import Domain

/// Which gaps a repair still has to ask for, and from whom: it goes on after another run had its turn.
struct RepairState: Sendable {
    /// The pages that may still be asked for.
    var limit = Int.max
    /// The place of the source that is asked.
    var source = 0
    /// Its pages that are still to be asked for, newest first; `nil` before it is asked.
    var pages: [TimeRange]?
    /// The pages of that source that failed, one after another.
    var failures = 0
    /// Whether that source gave a page.
    var hasAnswered = false
    var emptyPages: [(source: SourceName, page: TimeRange)] = []
}

/// What a repair of gaps came to.
struct RepairResult: Sendable {
    /// The candles that no source has, as far as is known.
    var absent = 0
    /// The candles that are still owed.
    var owed = 0
}

extension PriceCollection {
    /// Asks the sources, in their order, for at most `limit` pages of the closed candles that are missing in `window`.
    mutating func repair(_ window: TimeRange, limit: Int) async throws {
        var state = RepairState(limit: limit)
        _ = try await repair(window, &state)
    }

    /// Asks the sources, in their order, for the closed candles that are missing in `window`, the newest first.
    /// - Parameters:
    ///   - shouldStop: asked before each page.
    ///   - progress: called after each page with the range that it covered.
    /// - Returns: `nil` when it ended before its sources and pages did, because another run needs the lease.
    mutating func repair(
        _ window: TimeRange, _ state: inout RepairState, shouldStop: @Sendable () async throws -> Bool = { false },
        progress: @Sendable (TimeRange, WriteResult) -> Void = { _, _ in }
    ) async throws -> RepairResult? {
        while state.source < sources.count, state.limit > 0 {
            let source = sources[state.source]
            guard try await repair(window, from: source, &state, shouldStop: shouldStop, progress: progress) else {
                return nil
            }
            (state.source, state.pages, state.failures, state.hasAnswered) = (state.source + 1, nil, 0, false)
            try await noteOutages(state.emptyPages)
        }
        try await judgeEmpty(state.emptyPages)
        let missing = try await MissingCandles(
            try await gaps(in: window), of: interval, sources: sources.map { ($0.name, $0.facts) }, log: log, now: now()
        )
        return RepairResult(absent: missing.absent, owed: missing.owed)
    }

    /// - Returns: whether it ended.
    private mutating func repair(
        _ window: TimeRange, from source: any PriceSource, _ state: inout RepairState,
        shouldStop: @Sendable () async throws -> Bool, progress: @Sendable (TimeRange, WriteResult) -> Void
    ) async throws -> Bool {
        let wanted = try await wanted(in: window, from: source)
        guard !wanted.isEmpty else { return true }
        // Asked once: a page that fails must not keep the others from being asked for.
        if let pause = try await requests.pause(of: source.name, insisting: insisting) {
            reports.skip(pause, .prices)
            return true
        }
        var pages =
            state.pages
            ?? OwedHours.pages(for: wanted, of: interval, from: source.facts, within: window, now: now())
        while let page = pages.first, state.limit > 0, state.failures <= Self.toleratedFailures {
            state.pages = pages
            if try await shouldStop() { return false }
            pages.removeFirst()
            let parts = wanted.compactMap { $0.intersection(page) }
            // Another run may have filled it meanwhile.
            guard !parts.isEmpty else { continue }
            state.limit -= 1
            let filling = try await fill(page, parts, within: window, from: source)
            switch filling {
            case .answered: (state.failures, state.hasAnswered) = (0, true)
            case .empty:
                // After newer pages, and where another source has nothing either, it is an outage, perhaps of months.
                let isAbsent = try await isAbsent(page, elsewhereThan: source.name)
                if !state.hasAnswered, !isAbsent { state.failures += 1 }
                state.emptyPages.append((source.name, page))
            case .failed(mayGoOn: true): state.failures += 1
            case .failed, .paused: pages = []
            }
            progress(page, reports.kept)
        }
        return true
    }

    /// So many pages may fail one after another before the source is left for this run.
    static let toleratedFailures = 2

    /// The missing closed candles, up to the newest that a healthy source has closed.
    func gaps(in window: TimeRange) async throws -> [TimeRange] {
        try await MissingCandles.gaps(of: interval, in: window, archive, now: now())
    }

    private func wanted(in window: TimeRange, from source: any PriceSource) async throws -> [TimeRange] {
        let gaps = try await gaps(in: window)
        guard let first = gaps.first, let last = gaps.last else { return [] }
        let absences = try await log.absences(
            of: source.name, interval, in: TimeRange(first.start, until: last.end))
        return OwedHours.reachable(gaps, of: interval, from: source.facts, absences: absences, now: now())
    }

    enum Filling: Equatable {
        case answered, paused
        /// Twice without any candle, although the source has older ones.
        case empty
        /// Whether the next page may succeed.
        case failed(mayGoOn: Bool)
    }

    /// Asks for a page that covers the wanted `parts`, and compares a sample of what is new with another source. A page
    /// that lacks some is asked for again. The candle after the `window`, which a page has to show that it reaches to
    /// its end, is not kept.
    private mutating func fill(
        _ page: TimeRange, _ parts: [TimeRange], within window: TimeRange, from source: any PriceSource
    ) async throws -> Filling {
        let rejectedBefore = reports.rejected(of: source.name)
        // What was confirmed before is not asked for twice.
        let known = try await log.absences(of: source.name, interval, in: page).map(\.range)
        let newBefore = reports.kept.new
        var given = GivenCandles()
        for attempt in 1...2 {
            switch try await keep(page, from: source, .prices, insisting: true, within: window) {
            case .page(let candles): given.add(candles)
            case .paused: return .paused
            case .failed(let kind): return .failed(mayGoOn: Self.isOfOnePage(kind))
            }
            // Rows that could not be read are not absent.
            guard reports.rejected(of: source.name) == rejectedBefore else { return .answered }
            if attempt == 2 || given.lacks(parts, of: interval).subtracting(known).isEmpty { break }
        }
        let filling = try await noteAbsences(given, page, parts, from: source)
        if reports.kept.new > newBefore, try await compareSample(of: page, from: source) {
            return .failed(mayGoOn: false)
        }
        return filling
    }

    static func isOfOnePage(_ kind: ErrorKind) -> Bool {
        [.malformed, .unexpectedShape, .timeout, .httpStatus, .tooLarge, .empty, .stale].contains(kind)
    }
}
