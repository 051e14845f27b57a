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
            var failures = 0
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
                switch try await fill(page, parts, from: source) {
                case .answered: failures = 0
                case .failed(mayGoOn: true) where failures < Self.toleratedFailures: failures += 1
                case .failed, .paused: failures = .max
                }
                progress(page, reports.kept)
                if failures == .max { break }
            }
        }
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

    private enum Filling {
        case answered, paused
        /// Whether the next page may succeed.
        case failed(mayGoOn: Bool)
    }

    /// Asks for a page that covers the wanted `parts`. An empty one is asked for again.
    private mutating func fill(_ page: TimeRange, _ parts: [TimeRange], from source: any PriceSource) async throws
        -> Filling
    {
        let rejectedBefore = rejected(of: source.name)
        for attempt in 1...2 {
            let candles: ObservedCandles
            switch try await keep(page, from: source, .prices, insisting: true) {
            case .page(let given): candles = given
            case .paused: return .paused
            case .failed(let kind): return .failed(mayGoOn: Self.isOfOnePage(kind))
            }
            // Rows that could not be read are not absent.
            guard rejected(of: source.name) == rejectedBefore else { return .answered }
            if candles.candles.isEmpty, attempt == 1 { continue }
            return try await noteAbsences(candles, page, parts, from: source)
        }
        return .answered
    }

    private func rejected(of source: SourceName) -> Int {
        reports.all.first { $0.source == source && $0.part == .prices }?.rejected ?? 0
    }

    private static func isOfOnePage(_ kind: ErrorKind) -> Bool {
        [.malformed, .unexpectedShape, .timeout, .httpStatus, .tooLarge, .empty, .stale].contains(kind)
    }

    private mutating func noteAbsences(
        _ candles: ObservedCandles, _ page: TimeRange, _ parts: [TimeRange], from source: any PriceSource
    ) async throws -> Filling {
        let book = KnownAbsences(source: source.name, interval: interval, every: every)
        let given = Set(candles.candles.map(\.candle.openTime))
        var reason = SourceAbsence.Reason.outage
        if candles.candles.isEmpty { reason = try await has(source, page) ? .noData : .beforeFirst }
        for part in parts {
            let missing = part.openTimes(every: interval).filter { !given.contains($0) }.ranges(every: interval)
            // What an old response does not have yet is not absent.
            guard candles.newest.map({ $0 >= part.end - interval.duration }) ?? true else { continue }
            let known = try await log.absences(of: source.name, interval, in: part)
            guard !missing.isEmpty || !known.isEmpty else { continue }
            try await log.replaceAbsences(
                of: source.name, interval, in: part,
                with: book.updated(known, asked: part, missing: missing, reason: reason, now: now()))
        }
        switch reason {
        case .noData:
            try await fail(SourceFailure(source.name, .noCandles), .prices)
            return .failed(mayGoOn: true)
        case .beforeFirst:
            let before = TimeRange(OwedHours.firstBlock, until: page.end)
            let known = try await log.absences(of: source.name, interval, in: before)
            try await log.replaceAbsences(
                of: source.name, interval, in: before,
                with: book.updated(known, asked: before, missing: [before], reason: reason, now: now()))
            // What is older is not asked for in this run.
            return .paused
        default: return .answered
        }
    }

    /// Whether a source has given candles as old as a page, or is documented to have them.
    private func has(_ source: any PriceSource, _ page: TimeRange) async throws -> Bool {
        if let first = source.facts.firstCandle { return first < page.end - interval.duration }
        let older = TimeRange(OwedHours.firstBlock, until: page.end)
        return try await archive.supply(of: interval, in: older)[source.name] ?? 0 > 0
    }
}
