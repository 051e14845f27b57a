package import Domain

/// Performs collection runs: which sources are requested, what is kept, and how it is recorded. Idempotent; a lease
/// prevents concurrent runs.
package struct Collector: Sendable {
    let ports: CollectionPorts
    let newsSources: [any NewsSource]
    let news: any NewsArchive
    let feeds: any FeedLog
    let runs: any RunLog
    let leases: Leases
    /// Fields of the first and last log line of a run: the database that it writes to.
    let destination: [String: String]

    package init(
        prices ports: CollectionPorts, newsSources: [any NewsSource], news: any NewsArchive, feeds: any FeedLog,
        runs: any RunLog, leases: Leases, destination: [String: String] = [:]
    ) {
        self.ports = ports
        self.newsSources = newsSources
        self.news = news
        self.feeds = feeds
        self.runs = runs
        self.leases = leases
        self.destination = destination
    }

    /// The name of the lease for collection.
    package static let lease = "collect"
    /// The lease of the run that waits for ``lease``: a backfill lets it go first.
    static let turn = "collect-turn"
    /// The lease of a backfill, which holds ``lease`` only while no other run needs it.
    package static let backfillLease = "backfill"

    /// The period that the first run of an empty database fills, as the monthly chart and the baseline volatility need.
    static let firstLookback: Duration = .days(31)
    /// The same of intervals below an hour.
    static let firstLookbackOfMinutes: Duration = .days(1)
    /// The pages for gaps that a run asks for, of each interval: the rest is left to the next one.
    static let pagesOfRun = 200

    var journal: any Journal { ports.journal }
    var now: @Sendable () -> Timestamp { ports.now }

    /// Performs one run for `parts`.
    /// - Parameter forcing: whether to ask feeds that are not due, too.
    /// - Returns: the recorded run, or the holder of the lease when it was not released in time.
    /// - Throws: ``ArchiveFailure``, or `CancellationError` once the run has been recorded as abandoned.
    package func collect(_ parts: Set<SourceReport.Part>, command: String, trigger: Trigger, forcing: Bool = false)
        async throws -> PassResult
    {
        let demand: FeedSchedule.Demand = forcing ? .forced : trigger == .manual ? .manual : .scheduled
        return try await recorded(command: command, trigger: trigger) { run in
            let news = NewsCollection(
                sources: newsSources, archive: news, feeds: feeds, leases: leases, journal: journal, every: ports.every,
                now: now)
            async let results = parts.contains(.news) ? news.collect(run: run, demand) : []
            var verdict = Verdict(newsRequested: parts.contains(.news) && !newsSources.isEmpty)
            if parts.contains(.prices) {
                (verdict.prices, verdict.pricesServed) = try await collectPrices(
                    run: run, insisting: trigger == .manual)
            }
            try await news.excuse(try await results, beside: verdict.prices)
            verdict.news = try await results.map(\.report)
            return verdict
        }
    }

    /// The newest hours of every interval come before the gaps of any.
    private func collectPrices(run: RunID, insisting: Bool) async throws -> ([SourceReport], Bool) {
        var served = true
        var collections: [(PriceCollection, SourceName?)] = []
        // An hour is what everything else needs.
        for interval in ports.intervals.reversed() {
            var collection = PriceCollection(interval, ports: ports, run: run, insisting: insisting)
            let source = try await collection.followNewest()
            // Finer intervals that no configured source has are no failure of the run.
            if interval == .oneHour { served = source != nil }
            collections.append((collection, source))
        }
        var faults = SourceFaults()
        for index in collections.indices { faults.formUnion(collections[index].0.faults) }
        for index in collections.indices {
            var collection = collections[index].0
            collection.faults = faults
            try await collection.repair(try await owedWindow(collection.interval), limit: Self.pagesOfRun)
            if let source = collections[index].1 {
                try await collection.confirmNewest(from: source)
                if collection.interval == .oneHour {
                    try await collection.compare(with: source)
                } else {
                    try await collection.compareNewest(of: source)
                }
            }
            faults = collection.faults
            collections[index].0 = collection
        }
        // What is wrong with a source in one interval is wrong in the others.
        let odd = faults.odd.sorted { $0.rawValue < $1.rawValue }
        for index in collections.indices {
            var collection = collections[index].0
            collection.faults = faults
            for source in odd { try await collection.recheckAll(of: source) }
            try await collection.replaceStandstills(in: try await owedWindow(collection.interval))
            faults = collection.faults
            collections[index].0 = collection
        }
        // The reports of hours come first, so that theirs are the texts of a source.
        if !collections.isEmpty {
            collections[0].0.faults = faults
            try await collections[0].0.reportFaults()
        }
        return (collections.map { $0.0.reports.all }.joined().merged, served)
    }

    /// Every hour since the first one kept is owed, and those of the first run.
    private func owedWindow(_ interval: Interval) async throws -> TimeRange {
        let moment = now()
        let lookback = interval == .oneHour ? Self.firstLookback : Self.firstLookbackOfMinutes
        let start = interval.openTime(containing: moment - lookback)
        let first = try await ports.candles.extent(of: interval)?.first ?? start
        return TimeRange(min(first, start), until: interval.openTime(containing: moment))
    }

    /// Records a run around `work`, which holds the lease for collection.
    func recorded(
        command: String, trigger: Trigger, _ work: @escaping @Sendable (RunID) async throws -> Verdict
    ) async throws -> PassResult {
        let run = newRun(command: command, trigger: trigger)
        let outcome = try await leases.holding(Self.lease, waitingAs: Self.turn, for: run.id, journal: journal) {
            abandoned in
            warn(of: abandoned)
            // While this process holds the lease, no other run can be in progress but a backfill that waits.
            let waiting = try await leases.holder(of: Self.backfillLease, for: run.id)
            try await runs.abandonUnfinished(at: run.started, except: waiting?.run)
            try await runs.begin(run)
            return try await record(run, work)
        }
        return PassResult(outcome)
    }

    func newRun(command: String, trigger: Trigger, id: RunID? = nil) -> Run {
        let started = now()
        return Run(
            id: id ?? .fresh(at: started), traceID: TraceContext(continuing: nil).traceID, command: command,
            trigger: trigger,
            host: leases.host, started: started)
    }

    func warn(of abandoned: RunID?) {
        guard let abandoned else { return }
        journal.record(
            Event(
                .warning, "run \(abandoned) did not record its end; it is recorded as abandoned",
                ["run": abandoned.rawValue]))
    }

    /// Performs the work of a run that has begun, and records its end.
    func record(_ run: Run, _ work: @escaping @Sendable (RunID) async throws -> Verdict) async throws -> Run {
        var finished = run
        do {
            journal.record(Event(.info, "run \(run.id) begins: \(run.command)", fields(of: run)))
            let verdict = try await TraceContext.$current.withValue(TraceContext(traceID: run.traceID)) {
                try await work(run.id)
            }
            finished.sources = verdict.reports
            finished.outcome = verdict.outcome
        } catch {
            // In a separate task, so that the run is also recorded when this task has been cancelled.
            await Task.detached { [runs, now] in try? await runs.abandon(run.id, at: now()) }.value
            throw error
        }
        finished.finished = now()
        // Completed also when the service is stopping, as the work is done.
        do { try await Task.detached { [runs, finished] in try await runs.finish(finished) }.value } catch {
            let end = finished.finished ?? run.started
            await Task.detached { [runs] in try? await runs.abandon(run.id, at: end) }.value
            throw error
        }
        journal.record(
            Event(
                finished.outcome == .failed ? .error : .info, "run \(run.id) ends: \(finished.outcome.rawValue)",
                fields(of: run).merging(["outcome": finished.outcome.rawValue]) { _, new in new }))
        return finished
    }

    private func fields(of run: Run) -> [String: String] {
        [
            "run": run.id.rawValue, "trace_id": run.traceID, "trigger": run.trigger.rawValue, "command": run.command,
            "host": run.host,
        ]
        .merging(destination) { own, _ in own }
    }
}

package enum PassResult: Sendable {
    case done(Run)
    /// Another process held the lease until the timeout.
    case busy(LeaseHolder)

    init(_ outcome: Leases.Outcome<Run>) {
        self =
            switch outcome {
            case .done(let run): .done(run)
            case .heldBy(let holder): .busy(holder)
            }
    }
}

extension Sequence<SourceReport> {
    /// One report for each source and part, with summed counts; a source that failed once has failed.
    var merged: [SourceReport] {
        reduce(into: []) { merged, report in
            guard let index = merged.firstIndex(where: { $0.source == report.source && $0.part == report.part }) else {
                merged.append(report)
                return
            }
            merged[index].fetched += report.fetched
            merged[index].new += report.new
            merged[index].updated += report.updated
            merged[index].unchanged += report.unchanged
            merged[index].rejected += report.rejected
            if merged[index].error == nil {
                (merged[index].outcome, merged[index].error) = (report.outcome, report.error)
            }
        }
    }
}
