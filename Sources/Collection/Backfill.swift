package import Domain

extension Collector {
    /// Asks the sources for the missing closed candles of `window`, the newest first, and keeps each page as it comes.
    /// Between two pages it lets a run that waits for the lease go first.
    /// - Parameter progress: called after each page.
    package func backfill(
        _ window: TimeRange, of interval: Interval, command: String, trigger: Trigger,
        progress: @escaping @Sendable (BackfillProgress) -> Void = { _ in }
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
            let backfill = Backfill(collector: self, window: window, interval: interval, run: run, progress: progress)
            let summary = SummaryBox()
            let ended = try await record(run) { _ in try await backfill.work(summary) }
            return (.done(ended), await summary.value ?? BackfillSummary(window, interval))
        }
        return switch outcome {
        case .done(let value): (value.0, value.1)
        case .heldBy(let holder): (.busy(holder), BackfillSummary(window, interval))
        }
    }

    /// Asks the sources again for the closed candles of `window`, and takes the numbers that they give now.
    /// - Parameter progress: called after each page.
    package func refetch(
        _ window: TimeRange, of interval: Interval, command: String, trigger: Trigger,
        progress: @escaping @Sendable (BackfillProgress) -> Void = { _ in }
    ) async throws -> PassResult {
        try await recorded(command: command, trigger: trigger) { run in
            var collection = PriceCollection(interval, ports: ports, run: run, insisting: true)
            let served = try await collection.refetch(window, progress: progress)
            return Verdict(prices: collection.reports.all, pricesServed: served)
        }
    }

    /// Carries the summary out of the work that the run's record surrounds.
    fileprivate actor SummaryBox {
        var value: BackfillSummary?
        func set(_ summary: BackfillSummary) { value = summary }
    }

    fileprivate struct Backfill: Sendable {
        let collector: Collector
        let window: TimeRange
        let interval: Interval
        let run: Run
        let progress: @Sendable (BackfillProgress) -> Void

        func work(_ box: SummaryBox) async throws -> Verdict {
            let ports = collector.ports
            let first = PriceCollection(interval, ports: ports, run: run.id, insisting: true)
            let owed = try await first.gaps(in: window)
            let meter = BackfillMeter(owed, of: interval, report: progress)
            var collection = first
            while true {
                let part = try await stretch(collection, meter)
                collection = part.collection
                guard part.result.isInterrupted else {
                    var summary = BackfillSummary(window, interval)
                    summary.asked = owed.count(of: interval)
                    summary.kept = collection.reports.kept.new
                    summary.absent = part.result.absent
                    summary.owed = part.result.owed
                    await box.set(summary)
                    return Verdict(prices: collection.reports.all, pricesServed: summary.owed == 0)
                }
                // A run that waits goes first.
                try await collector.leases.waitWhileHeld(Collector.turn, for: run.id, atMost: .seconds(10))
            }
        }

        private struct Part: Sendable {
            var collection: PriceCollection
            var result: RepairResult
        }

        private func stretch(_ collection: PriceCollection, _ meter: BackfillMeter) async throws -> Part {
            let leases = collector.leases
            let outcome = try await leases.holding(
                Collector.lease, upTo: .hours(1), for: run.id, journal: collector.journal
            ) { _ in
                var part = Part(collection: collection, result: RepairResult())
                part.result = try await part.collection.repair(
                    window, limit: .max,
                    shouldStop: { try await leases.holder(of: Collector.turn, for: run.id) != nil },
                    progress: { page, kept in meter.covered(page, kept) })
                return part
            }
            switch outcome {
            case .done(let part): return part
            // No run lasts an hour: it will end.
            case .heldBy: return Part(collection: collection, result: RepairResult(isInterrupted: true))
            }
        }
    }
}

/// How far a backfill is.
package struct BackfillProgress: Hashable, Sendable {
    /// The share of the missing candles that were asked for, 0 to 1.
    package let share: Double
    /// The candles that were written so far.
    package let kept: WriteResult
}

/// What a backfill came to.
package struct BackfillSummary: Hashable, Sendable {
    package let window: TimeRange
    package let interval: Interval
    /// The candles that were missing at its beginning.
    package var asked = 0
    /// New ones.
    package var kept = 0
    /// Those that no source has.
    package var absent = 0
    /// Those that some source may still have.
    package var owed = 0

    init(_ window: TimeRange, _ interval: Interval) {
        self.window = window
        self.interval = interval
    }
}
