import Domain

/// What a repair of gaps came to.
struct RepairResult: Sendable {
    /// The candles that were missing at its beginning.
    var asked = 0
    /// The candles that no source has, as far as is known.
    var absent = 0
    /// The candles that are still owed.
    var owed = 0
    /// Whether it ended before its sources and pages did, because another run needs the lease.
    var isInterrupted = false
}

extension PriceCollection {
    /// Asks the sources, in their order, for the closed candles that are missing in `window`, the newest first.
    /// - Parameters:
    ///   - limit: of pages.
    ///   - rule: decides what replaces what is there.
    ///   - shouldStop: asked before each page.
    ///   - progress: called after each page with the range that it covered.
    mutating func repair(
        _ window: TimeRange, limit: Int, shouldStop: @Sendable () async throws -> Bool = { false },
        progress: @Sendable (TimeRange, WriteResult) -> Void = { _, _ in }
    ) async throws -> RepairResult {
        var result = RepairResult()
        var pages = limit
        var emptyPages: [(source: SourceName, page: TimeRange)] = []
        result.asked = try await gaps(in: window).count(of: interval)
        guard result.asked > 0 else { return result }
        for source in sources where !result.isInterrupted {
            let wanted = try await wanted(in: window, from: source)
            guard pages > 0, !wanted.isEmpty else { continue }
            // Asked once: a page that fails must not keep the others from being asked for.
            if let state = try await requests.pause(of: source.name, insisting: insisting) {
                reports.skip(state, .prices)
                continue
            }
            var (failures, hasAnswered) = (0, false)
            for page in OwedHours.pages(
                for: wanted, of: interval, from: source.facts, within: window, now: now())
            {
                guard pages > 0 else { break }
                if try await shouldStop() {
                    result.isInterrupted = true
                    break
                }
                pages -= 1
                let parts = wanted.compactMap { $0.intersection(page) }
                let filling = try await fill(page, parts, within: window, from: source)
                switch filling {
                case .answered: (failures, hasAnswered) = (0, true)
                case .empty:
                    // After newer pages, and where another source has nothing either, it is an outage, perhaps of months.
                    let isAbsent = try await isAbsent(page, elsewhereThan: source.name)
                    if !hasAnswered, !isAbsent { failures += 1 }
                case .failed(mayGoOn: true): failures += 1
                case .failed, .paused: failures = .max
                }
                if filling == .empty { emptyPages.append((source.name, page)) }
                progress(page, reports.kept)
                if failures > Self.toleratedFailures { break }
            }
            try await noteOutages(emptyPages)
        }
        try await judgeEmpty(emptyPages)
        let missing = try await MissingCandles(
            try await gaps(in: window), of: interval, sources: sources.map { ($0.name, $0.facts) }, log: log, now: now()
        )
        (result.owed, result.absent) = (missing.owed, missing.absent)
        return result
    }

    /// So many pages may fail one after another before the source is left for this run.
    private static let toleratedFailures = 2

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
    /// that lacks some is asked for again. The candle after the `window`, which a page has to show that it reaches to its
    /// end, is not kept.
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

    private static func isOfOnePage(_ kind: ErrorKind) -> Bool {
        [.malformed, .unexpectedShape, .timeout, .httpStatus, .tooLarge, .empty, .stale].contains(kind)
    }
}
