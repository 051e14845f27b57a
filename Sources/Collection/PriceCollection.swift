import Domain

/// Collects the candles of one interval in one run: the newest hours first, then what is owed, from the sources in
/// their order. Each page is kept as it comes.
struct PriceCollection: Sendable {
    let interval: Interval
    let sources: [any PriceSource]
    let witnesses: [any PriceWitness]
    let archive: any CandleArchive
    let sightings: any SightingLog
    let log: any SourceLog
    let requests: SourceRequests
    /// Waits for that long on the clock of ``now``.
    let wait: @Sendable (Duration) async throws -> Void
    let now: @Sendable () -> Timestamp
    /// Whether sources are asked although earlier failures make us wait, as when a person starts the run.
    let insisting: Bool

    var reports = SourceReports()
    /// The closed candles that sources gave in this run, by open time and source.
    var seen: [Timestamp: [SourceName: Candle]] = [:]
    /// The candles of each source that were not proven to be closed.
    var opened: [SourceName: [Timestamp: ArchivedCandle]] = [:]
    /// The open candles of odd sources for which no other one had a better.
    var doubtfulOpens: Set<Timestamp> = []
    /// What the last page was compared with.
    var sample: Sample?
    /// What this run has found of the sources.
    var faults = SourceFaults()

    init(
        _ interval: Interval, ports: CollectionPorts, run: RunID, insisting: Bool = false
    ) {
        self.interval = interval
        sources = ports.priceSources.filter { $0.facts.intervals.contains(interval) }
        witnesses = ports.witnesses.filter { $0.facts.intervals.contains(interval) }
        archive = ports.candles
        sightings = ports.sightings
        log = ports.sources
        requests = SourceRequests(
            log: ports.sources, journal: ports.journal, backOff: BackOff(every: ports.every), run: run, now: ports.now)
        wait = ports.wait
        now = ports.now
        self.insisting = insisting
    }

    var every: Duration { requests.backOff.every }
    var journal: any Journal { requests.journal }
    var run: RunID { requests.run }
    /// A better source replaces a worse one, and never the reverse.
    var rule: ReplacementRule { ReplacementRule(ranking: sources.map(\.name)) }

    // MARK: The newest hours

    /// Asks for the newest candles, with the open one, until a source has them.
    /// - Returns: the source that has them; `nil` when none does.
    mutating func followNewest() async throws -> SourceName? {
        if let served = try await followNewest(insisting: insisting) { return served }
        // Data that no other source has is worth one request to those that failed before.
        return insisting ? nil : try await followNewest(insisting: true)
    }

    private mutating func followNewest(insisting: Bool) async throws -> SourceName? {
        for source in sources {
            let isSecond = reports.all.contains { $0.source == source.name && $0.outcome == .failed }
            if isSecond { continue }
            let range = OwedHours.newest(interval, of: source.facts, now: now())
            guard var candles = try await keep(range, from: source, .prices, insisting: insisting).candles else {
                continue
            }
            if candles.candles.isEmpty {
                // An empty response may be an accident.
                let again = try await keep(range, from: source, .prices, insisting: insisting)
                guard let second = again.candles else { continue }
                candles = second
            }
            let expected = OwedHours.newestExpected(interval, now: now())
            if let newest = candles.newest, newest >= expected { return source.name }
            let failure =
                candles.newest.map { SourceFailure(source.name, .staleCandles(newest: $0, expected: expected)) }
                ?? SourceFailure(source.name, .noCandles)
            try await fail(failure, .prices)
        }
        return nil
    }

    /// Asks again for the newest closed hour, where the response may have been made before its close: as a rule the
    /// first trade of the new hour proves it within seconds. A finer candle is left to the next run.
    mutating func confirmNewest(from source: SourceName) async throws {
        guard interval == .oneHour, let source = sources.first(where: { $0.name == source }) else { return }
        let moment = now()
        let newest = interval.openTime(containing: moment) - interval.duration
        let hour = TimeRange(newest, until: newest + interval.duration)
        let proven = hour.end + ObservedCandles.cacheAge
        var pause: Duration = .seconds(2)
        var isLast = moment >= proven
        while !isLast, try await archive.closedOpenTimes(of: interval, in: hour).isEmpty {
            let left = proven - now()
            if pause == .seconds(2) { sayWaiting(for: newest, source.name, atMost: left) }
            isLast = left <= pause
            try await wait(isLast ? max(left, .zero) : pause)
            pause *= 2
            let range = TimeRange(newest, until: interval.openTime(containing: now()) + interval.duration)
            guard try await keep(range, from: source, .prices, insisting: insisting).candles != nil else { return }
        }
    }

    private func sayWaiting(for hour: Timestamp, _ source: SourceName, atMost limit: Duration) {
        journal.record(
            Event(
                .info,
                "waiting for a trade after \(hour + interval.duration) at \(source), which proves that the hour before is "
                    + "complete: at most \(limit.phrase.english)",
                ["source": source.rawValue, "run": run.rawValue]))
    }

    // MARK: Pages

    /// What asking for one page came to.
    enum Kept {
        case page(ObservedCandles)
        /// Not asked.
        case paused
        case failed(ErrorKind)

        /// `nil` when the source failed or must not be asked.
        var candles: ObservedCandles? {
            if case .page(let candles) = self { candles } else { nil }
        }
    }

    /// Asks for one page and keeps what it has. A failure and a pause are reported.
    /// - Parameter window: what is kept of the page; `nil` for all of it.
    mutating func keep(
        _ range: TimeRange, from source: any PriceSource, _ part: SourceReport.Part, insisting: Bool,
        rule: ReplacementRule? = nil, within window: TimeRange? = nil
    ) async throws -> Kept {
        switch try await requests.page(of: interval, in: range, from: source, insisting: insisting) {
        case .paused(let state):
            reports.skip(state, part)
            return .paused
        case .failed(let failure):
            reports.unskip(source.name, part)
            reports.fail(failure, part)
            return .failed(failure.kind)
        case .page(let page, let requestedAt):
            reports.unskip(source.name, part)
            return try await accept(
                page, from: source, part, requestedAt: requestedAt, rule: rule ?? self.rule, within: window)
        }
    }

    private mutating func accept(
        _ page: SourcePage, from source: any PriceSource, _ part: SourceReport.Part, requestedAt: Timestamp,
        rule: ReplacementRule, within window: TimeRange?
    ) async throws -> Kept {
        if let first = page.rejected.first {
            let count = page.rejected.count
            journal.record(
                Event(
                    .warning, "\(source.name): \(count) \(count == 1 ? "row" : "rows") left out, the first: \(first)",
                    ["source": source.name.rawValue]))
        }
        var all = ObservedCandles(page, of: interval, from: source.name, requestedAt: requestedAt, run: run)
        let repeated = RepeatedCandles(
            all.candles.map(\.candle), known: faults.standstills[source.name] ?? [])
        all.repeated = repeated.openTimes
        faults.noteStandstill(repeated.numbers, of: source.name)
        let believed = all.candles.filter { !repeated.openTimes.contains($0.candle.openTime) }
        if part == .prices, rule.reason != .refetch, let factor = try await changedVolumes(of: believed) {
            let failure = SourceFailure(source.name, .otherVolumes(factor: factor, others: []))
            try await fail(failure, part)
            return .failed(failure.kind)
        }
        try await remember(believed.filter(\.isClosed), now: requestedAt)
        for open in believed where !open.isClosed { opened[source.name, default: [:]][open.candle.openTime] = open }
        // What a person asks for is taken as it comes.
        let accepted = (rule.reason == .refetch ? believed : try await withoutOdd(believed))
            .filter { window?.contains($0.candle.openTime) ?? true }
        let kept =
            part == .comparison
            ? WriteResult() : try await archive.keep(accepted, rule: rule)
        reports.add(page, of: source.name, part, kept: kept)
        journal.record(
            Event(
                .info,
                "\(source.name): \(page.candles.count) candles fetched, \(kept.new) new, \(kept.updated) updated",
                [
                    "source": source.name.rawValue, "run": run.rawValue, "fetched": "\(page.candles.count)",
                    "new": "\(kept.new)", "updated": "\(kept.updated)",
                ]))
        if let last = repeated.openTimes.max() {
            let failure = SourceFailure(source.name, .repeatedCandles(max(1, repeated.longest), newest: last))
            // It is said once.
            if repeated.longest > 0, !reports.has(failure.kind, of: source.name) { try await fail(failure, part) }
            // Where it stands still now, it has not the newest hours.
            return all.newest == last ? .failed(failure.kind) : .page(all)
        }
        let rows = page.candles.count + page.rejected.count
        if page.rejected.count * Self.toleratedRefusals > rows, let problem = page.rejected.first {
            try await fail(
                SourceFailure(source.name, .rowsRefused(page.rejected.count, of: rows, problem: problem)), part)
            return .page(all)
        }
        if !page.candles.isEmpty {
            try await requests.recordAnswer(
                of: source.name, requestedAt: requestedAt, venueTime: page.venueTime)
        }
        return .page(all)
    }

    /// One row of so many may be refused without a failure of the source.
    private static let toleratedRefusals = 50

    /// Records a failure that the content of a response shows.
    mutating func fail(_ failure: SourceFailure, _ part: SourceReport.Part) async throws {
        reports.fail(failure, part)
        try await requests.record(failure)
    }
}
