package import Domain

/// Performs collection runs: which sources are requested, what is kept, and how it is recorded. Idempotent; a lease
/// prevents concurrent runs.
package struct Collector: Sendable {
    let priceSources: [any PriceSource]
    let newsSources: [any NewsSource]
    let candles: any CandleArchive
    let news: any NewsArchive
    let runs: any RunLog
    let leases: Leases
    let journal: any Journal
    /// Fields of the first and last log line of a run: the database that it writes to.
    let destination: [String: String]
    let now: @Sendable () -> Timestamp

    package init(
        priceSources: [any PriceSource], newsSources: [any NewsSource], candles: any CandleArchive,
        news: any NewsArchive, runs: any RunLog,
        leases: Leases, journal: any Journal, destination: [String: String] = [:],
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.priceSources = priceSources
        self.newsSources = newsSources
        self.candles = candles
        self.news = news
        self.runs = runs
        self.leases = leases
        self.journal = journal
        self.destination = destination
        self.now = now
    }

    /// The name of the lease for collection.
    package static let lease = "collect"

    /// The period in which a regular run fills missing hours.
    static let lookback: Duration = .days(7)
    /// The period of the first run of an empty database, as the monthly chart and the baseline volatility need.
    static let firstLookback: Duration = .days(31)

    /// Performs one run for `parts`.
    /// - Returns: the recorded run, or the holder of the lease when it was not released in time.
    /// - Throws: ``ArchiveFailure``, or `CancellationError` once the run has been recorded as abandoned.
    package func collect(_ parts: Set<SourceReport.Part>, command: String, trigger: Trigger) async throws -> PassResult
    {
        try await recorded(command: command, trigger: trigger) { run in
            async let newsReports = parts.contains(.news) ? collectNews(run: run) : []
            let prices = parts.contains(.prices) ? try await collectPrices(run: run) : nil
            return Verdict(
                prices: prices, news: try await newsReports,
                newsRequested: parts.contains(.news) && !newsSources.isEmpty)
        }
    }

    /// Fetches the missing closed candles of `window`, in steps of 30 days, oldest first.
    /// - Parameter progress: called after each step with the completed share, 0 to 1, and the counts so far.
    package func backfill(
        _ window: TimeRange, of interval: Interval, command: String, trigger: Trigger,
        progress: @escaping @Sendable (Double, WriteResult) -> Void = { _, _ in }
    ) async throws -> PassResult {
        try await recorded(command: command, trigger: trigger) { run in
            var total = PriceCollection.Result(served: true)
            var anythingServed = window.isEmpty
            let stretches = window.windows(
                of: Int(Duration.days(30).components.seconds / interval.seconds), every: interval)
            for (index, stretch) in stretches.enumerated() {
                let part = try await priceCollection.fill(stretch, of: interval, followingNow: false, run: run)
                total.reports = total.reports.merging(part.reports)
                // Before a venue existed there is no data, which is a valid response; a step without any response is a
                // failure.
                let nothingThere = !part.reports.isEmpty && part.reports.allSatisfy { $0.error?.kind == .empty }
                total.served = total.served && (part.served || nothingThere)
                anythingServed = anythingServed || part.served
                let kept = total.reports.reduce(WriteResult()) {
                    $0 + WriteResult(new: $1.new, updated: $1.updated, unchanged: $1.unchanged)
                }
                progress(Double(index + 1) / Double(stretches.count), kept)
            }
            total.served = total.served && anythingServed
            return Verdict(prices: total, news: [], newsRequested: false)
        }
    }

    private var priceCollection: PriceCollection {
        PriceCollection(sources: priceSources, archive: candles, journal: journal, now: now)
    }

    private func collectPrices(run: RunID) async throws -> PriceCollection.Result {
        let moment = now()
        let isFirst = try await candles.candles(of: .oneHour, in: nil, limit: 1).isEmpty
        let start = Interval.oneHour.openTime(containing: moment - (isFirst ? Self.firstLookback : Self.lookback))
        let window = TimeRange(start, until: Interval.oneHour.openTime(containing: moment))
        return try await priceCollection.fill(window, of: .oneHour, followingNow: true, run: run)
    }

    private func collectNews(run: RunID) async throws -> [SourceReport] {
        try await NewsCollection(sources: newsSources, archive: news, journal: journal, now: now).collect(run: run)
    }

    /// Records a run around `work`, which holds the lease for collection.
    private func recorded(
        command: String, trigger: Trigger, _ work: @escaping @Sendable (RunID) async throws -> Verdict
    ) async throws -> PassResult {
        let started = now()
        let run = Run(
            id: .fresh(at: started), traceID: TraceContext(continuing: nil).traceID, command: command, trigger: trigger,
            host: leases.host, started: started)
        let outcome = try await leases.holding(Self.lease, for: run.id, journal: journal) { abandoned in
            if let abandoned {
                journal.record(
                    Event(
                        .warning, "run \(abandoned) did not record its end; it is recorded as abandoned",
                        ["run": abandoned.rawValue]))
            }
            return try await record(run, work)
        }
        return switch outcome {
        case .done(let run): .done(run)
        case .heldBy(let holder): .busy(holder)
        }
    }

    private func record(_ run: Run, _ work: @escaping @Sendable (RunID) async throws -> Verdict) async throws -> Run {
        var finished = run
        do {
            // While this process holds the lease, no other run can be in progress.
            try await runs.abandonUnfinished(at: run.started)
            try await runs.begin(run)
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
}
