package import Domain

extension Collector {
    /// Asks the sources for the missing closed candles of `window`, the newest first, and keeps each page as it comes.
    /// Between two pages it lets a run that waits for the lease go first.
    /// - Parameter progress: called after each page.
    package func backfill(
        _ window: TimeRange, of interval: Interval, command: String, trigger: Trigger,
        progress: @escaping @Sendable (BackfillProgress) -> Void = { _ in }
    ) async throws -> (result: PassResult, summary: BackfillSummary) {
        try await inBackground(window, interval, command, trigger) { run in
            // Candles that close during the work are not part of it.
            let window = OwedHours.settled(window, of: interval, now: now())
            let first = PriceCollection(interval, ports: ports, run: run.id, insisting: true)
            let owed = try await first.gaps(in: window)
            let meter = BackfillMeter(owed, of: interval, report: progress)
            let (collection, result) = try await inStretches((first, RepairResult()), run) { state, shouldStop in
                state.1 = try await state.0.repair(
                    window, limit: .max, shouldStop: shouldStop,
                    progress: { page, kept in meter.covered(page, kept) })
                return !state.1.isInterrupted
            }
            var summary = BackfillSummary(window, interval)
            summary.asked = owed.count(of: interval)
            summary.kept = collection.reports.kept.new
            (summary.absent, summary.owed) = (result.absent, result.owed)
            return (collection, summary)
        }
    }

    /// Asks the sources again for the closed candles of `window`, and takes the numbers that they give now. Between two
    /// pages it lets a run that waits for the lease go first.
    /// - Parameter progress: called after each page.
    package func refetch(
        _ window: TimeRange, of interval: Interval, command: String, trigger: Trigger,
        progress: @escaping @Sendable (BackfillProgress) -> Void = { _ in }
    ) async throws -> (result: PassResult, summary: BackfillSummary) {
        try await inBackground(window, interval, command, trigger) { run in
            let first = PriceCollection(interval, ports: ports, run: run.id, insisting: true)
            let begun = RefetchState(window, of: interval, now: now())
            let (collection, state) = try await inStretches((first, begun), run) { state, shouldStop in
                try await state.0.refetch(&state.1, shouldStop: shouldStop, progress: progress)
            }
            var summary = BackfillSummary(window, interval)
            summary.asked = state.total
            summary.kept = collection.reports.kept.new + collection.reports.kept.updated
            let missing = try await MissingCandles(
                state.left, of: interval, sources: collection.sources.map { ($0.name, $0.facts) },
                log: collection.log, now: now())
            (summary.absent, summary.owed) = (missing.absent, missing.owed)
            return (collection, summary)
        }
    }

    /// Performs a recorded run that may last for hours. It holds the lease of a backfill all the time, and that of the
    /// collection only where `work` takes it.
    private func inBackground(
        _ window: TimeRange, _ interval: Interval, _ command: String, _ trigger: Trigger,
        _ work: @escaping @Sendable (Run) async throws -> (PriceCollection, BackfillSummary)
    ) async throws -> (result: PassResult, summary: BackfillSummary) {
        let run = newRun(command: command, trigger: trigger)
        let outcome = try await leases.holding(Self.backfillLease, for: run.id, journal: journal) { abandoned in
            warn(of: abandoned)
            let begun = try await leases.holding(Self.lease, waitingAs: Self.turn, for: run.id, journal: journal) {
                abandoned in
                warn(of: abandoned)
                try await runs.abandonUnfinished(at: run.started, except: nil)
                try await runs.begin(run)
            }
            if case .heldBy(let holder) = begun { return (PassResult.busy(holder), BackfillSummary(window, interval)) }
            let box = SummaryBox()
            let ended = try await record(run) { _ in
                var (collection, summary) = try await work(run)
                try await collection.reportFaults()
                let moment = now()
                for source in collection.sources {
                    let oldest = source.facts.oldest(of: interval, at: moment)
                    if oldest > window.start { summary.beginnings[source.name] = oldest }
                }
                await box.set(summary)
                return Verdict(prices: collection.reports.all, pricesServed: summary.owed == 0)
            }
            return (.done(ended), await box.value ?? BackfillSummary(window, interval))
        }
        return switch outcome {
        case .done(let value): (value.0, value.1)
        case .heldBy(let holder): (.busy(holder), BackfillSummary(window, interval))
        }
    }

    /// Performs work under the lease of the collection, in stretches: another run that waits for it goes first.
    /// - Parameter step: works until it has ended, which it returns, or should stop.
    private func inStretches<State: Sendable>(
        _ state: State, _ run: Run,
        _ step:
            @escaping @Sendable (
                _ state: inout State, _ shouldStop: @escaping @Sendable () async throws -> Bool
            ) async throws -> Bool
    ) async throws -> State {
        var state = state
        while true {
            let begun = state
            let outcome = try await leases.holding(Self.lease, upTo: .hours(1), for: run.id, journal: journal) { _ in
                var state = begun
                let hasEnded = try await step(&state) {
                    try await leases.holder(of: Self.turn, for: run.id) != nil
                }
                return (state: state, hasEnded: hasEnded)
            }
            // No run lasts an hour: one that holds the lease will end.
            if case .done(let stretch) = outcome {
                state = stretch.state
                if stretch.hasEnded { return state }
            }
            try await leases.waitWhileHeld(Self.turn, for: run.id, atMost: .seconds(10))
        }
    }

    /// Carries the summary out of the work that the run's record surrounds.
    fileprivate actor SummaryBox {
        var value: BackfillSummary?
        func set(_ summary: BackfillSummary) { value = summary }
    }
}

/// How far a backfill is.
package struct BackfillProgress: Hashable, Sendable {
    /// The share of the missing candles that were asked for, 0 to 1.
    package let share: Double
    /// The candles that were written so far.
    package let kept: WriteResult
}

/// What a backfill or a refetch came to.
package struct BackfillSummary: Hashable, Sendable {
    package let window: TimeRange
    package let interval: Interval
    /// The candles that were missing at its beginning.
    package var asked = 0
    /// New ones, and those that were replaced.
    package var kept = 0
    /// Those that no source has.
    package var absent = 0
    /// Those that some source may still have.
    package var owed = 0
    /// From when on each source has candles of this interval, where that is later than the start of the window.
    package var beginnings: [SourceName: Timestamp] = [:]

    init(_ window: TimeRange, _ interval: Interval) {
        self.window = window
        self.interval = interval
    }
}
