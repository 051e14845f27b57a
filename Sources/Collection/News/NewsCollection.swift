import Domain
import Synchronization

/// Asks the feeds that are due, few at a time and one at a time of each host, and stores new articles.
///
/// While some are asked, others are stored: a database commits together what waits for it at the same time.
struct NewsCollection: Sendable {
    let sources: [any NewsSource]
    let archive: any NewsArchive
    let feeds: any FeedLog
    let leases: Leases
    let journal: any Journal
    /// `COLLECT_EVERY`.
    let every: Duration
    let now: @Sendable () -> Timestamp
    var jitter: @Sendable () -> Double = { .random(in: 0..<1) }

    /// The hosts that are asked at a time.
    static let hostLimit = 6
    /// The hosts whose feeds are asked or stored at a time: what was read waits in memory until it is stored.
    static let pendingLimit = 24
    /// The hosts whose feeds are claimed at a time, which is a commit: before they are asked, so that none waits for it
    /// behind the articles of others.
    private static let claimedLimit = 64
    private let slots = RequestSlots(hostLimit)
    private let pending = RequestSlots(pendingLimit)
    /// The lease on a feed while it is asked, by its address: of two hosts that collect at once, one asks it.
    static let leasePrefix = "feed "

    /// - Returns: one result per feed, in their order.
    func collect(run: RunID, _ demand: FeedSchedule.Demand) async throws -> [Result] {
        let hosts = Dictionary(grouping: sources.indices, by: { sources[$0].host }).values.sorted { $0[0] < $1[0] }
        let known = Dictionary(
            try await feeds.feeds().map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        return try await LeaseDepartures.during { departures in
            try await withThrowingTaskGroup(of: [(Int, Result)].self) { group in
                var results: [(Int, Result)] = []
                for (number, indices) in hosts.enumerated() {
                    if number >= Self.claimedLimit, let ended = try await group.next() { results += ended }
                    group.addTask {
                        var results: [(Int, Result)] = []
                        for index in indices {
                            let source = sources[index]
                            results.append((index, try await ask(source, known, run, demand, leaving: departures)))
                        }
                        return results
                    }
                }
                for try await ended in group { results += ended }
                return results.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
    }

    struct Result: Sendable {
        let report: SourceReport
        /// The states before and after a failure; `nil` for a feed that responded, or was not asked.
        fileprivate var failed: (before: FeedState, after: FeedState, failure: SourceFailure, schedule: FeedSchedule)?
        fileprivate var wasAsked = true
    }

    /// Where nothing could be reached, this host's network is to blame, and no feed is left alone for it.
    /// - Parameter prices: what the sources of prices said in the same run; without any, of one feed alone it is not
    ///   known whose fault it is.
    func excuse(_ results: [Result], beside prices: [SourceReport]) async throws {
        let asked = results.filter(\.wasAsked)
        let others = prices.filter { $0.outcome != .notDue }
        guard asked.allSatisfy({ $0.failed?.failure.kind.isWithoutConnection == true }),
            others.allSatisfy({ $0.error?.kind.isWithoutConnection == true }), asked.count + others.count > 1
        else { return }
        for failed in asked.compactMap(\.failed) {
            try await feeds.record(failed.after.excused(since: failed.before, by: failed.schedule))
        }
    }

    private func ask(
        _ source: any NewsSource, _ known: [String: FeedState], _ run: RunID, _ demand: FeedSchedule.Demand,
        leaving departures: LeaseDepartures
    ) async throws -> Result {
        let schedule = FeedSchedule(every: every, isPrivate: source.isPrivate)
        if let waiting = waiting(state(of: source, known[source.address]), schedule, demand) { return waiting }
        let outcome = try await leases.holding(
            Self.leasePrefix + source.address, upTo: .zero, for: run, journal: journal, leaving: departures
        ) { _ in
            // Another process may have asked since.
            let state = state(of: source, try await feeds.feed(at: source.address))
            if let waiting = waiting(state, schedule, demand) { return waiting }
            return try await pending.during { () async throws in try await ask(source, state, schedule, run) }
        }
        switch outcome {
        case .done(let result): return result
        case .heldBy:
            return Result(
                report: SourceReport(
                    notDue: source.name, part: .news,
                    next: SourceReport.NextAttempt(now() + schedule.interval, .claimed)), wasAsked: false)
        }
    }

    private func state(of source: any NewsSource, _ known: FeedState?) -> FeedState {
        guard var state = known else { return FeedState(source.address, source.name) }
        state.source = state.source.named(source.name)
        return state
    }

    /// The result of a feed that is not asked now; `nil` for one that is.
    private func waiting(_ state: FeedState, _ schedule: FeedSchedule, _ demand: FeedSchedule.Demand) -> Result? {
        guard let wait = schedule.wait(for: state, at: now(), demand) else { return nil }
        let name = state.source.source
        guard state.source.failures > 0, let failure = state.source.failure else {
            return Result(report: SourceReport(notDue: name, part: .news, next: wait), wasAsked: false)
        }
        var report = SourceReport(skipping: name, part: .news, failure: failure)
        if state.ended == nil { report.nextAttempt = wait }
        return Result(report: report, wasAsked: false)
    }

    private func ask(_ source: any NewsSource, _ state: FeedState, _ schedule: FeedSchedule, _ run: RunID) async throws
        -> Result
    {
        let (moment, request, result) = await slots.during {
            [now] () async -> (Timestamp, FeedRequest, Swift.Result<NewsBatch, SourceFailure>) in
            let moment = now()
            let request = schedule.request(for: state, at: moment)
            do throws(SourceFailure) {
                return (moment, request, .success(try await source.articles(request)))
            } catch {
                return (moment, request, .failure(error))
            }
        }
        do {
            let batch = try result.get()
            return Result(report: try await keep(batch, of: source, state, at: moment, schedule, run))
        } catch let error as SourceFailure {
            try Task.checkCancellation()
            let failure = error.ofFeed(at: moment)
            journal.record(Event(failure, run: run))
            let next = state.failed(failure, request, at: moment, by: schedule, jitter: jitter())
            try await feeds.record(next)
            return Result(
                report: SourceReport(source: source.name, part: .news, failure: failure),
                failed: (state, next, failure, schedule))
        }
    }

    private func keep(
        _ batch: NewsBatch, of source: any NewsSource, _ state: FeedState, at moment: Timestamp,
        _ schedule: FeedSchedule, _ run: RunID
    ) async throws -> SourceReport {
        let fields = ["source": source.name.rawValue, "run": run.rawValue]
        if batch.notModified {
            journal.record(Event(.info, "\(source.name): not modified", fields))
            let next = state.answered(batch, kept: WriteResult(), at: moment, by: schedule)
            try await feeds.record(next)
            note(next, before: state, run)
            return SourceReport(source: source.name, part: .news, fetched: 0, kept: WriteResult())
        }
        if batch.rejectedCount > 0 {
            journal.record(
                Event(
                    .warning,
                    "\(source.name): \(batch.rejectedCount) entries left out: "
                        + batch.rejected.joined(separator: "; "),
                    fields.merging(["rejected": "\(batch.rejectedCount)"]) { $1 }))
        }
        let seen = now()
        let articles = batch.articles.map { ArchivedArticle($0, run: run, firstSeen: seen) }
        let next = Mutex<FeedState?>(nil)
        let kept = try await archive.keep(articles) { kept in
            // The validators of one that repeats old items are not recorded: it must be read again, not answer "not
            // modified".
            let state =
                Self.repeated(articles, kept) == nil
                ? state.answered(batch, kept: kept, at: moment, by: schedule) : nil
            next.withLock { $0 = state }
            return state
        }
        if let repeated = Self.repeated(articles, kept) { throw SourceFailure(source.name, repeated) }
        journal.record(
            Event(
                .info, "\(source.name): \(articles.count) articles read, \(kept.new) new",
                fields.merging(["fetched": "\(articles.count)", "new": "\(kept.new)"]) { $1 }))
        var report = SourceReport(source: source.name, part: .news, fetched: articles.count, kept: kept)
        report.rejected = batch.rejectedCount
        if let next = next.withLock({ $0 }) { note(next, before: state, run) }
        return report
    }

    /// A feed without anything new, most of whose items are known with an earlier date: it repeats old items as new.
    private static func repeated(_ articles: [ArchivedArticle], _ kept: WriteResult) -> SourceFailure.Reason? {
        guard kept.new == 0, kept.redated > 2, kept.redated * 2 > articles.count else { return nil }
        return .repeatedItems(kept.redated, of: articles.count)
    }

    /// Tells the operator what concerns the settings, once.
    private func note(_ state: FeedState, before: FeedState, _ run: RunID) {
        let fields = ["source": state.source.source.rawValue, "run": run.rawValue]
        if let move = state.move, before.move?.address != move.address {
            journal.record(
                Event(
                    .warning,
                    "\(state.source.source) permanently redirects to \(move.address.redactedAddress); it is asked "
                        + "there after a day: change NEWS_FEEDS", fields))
        }
        if let since = state.distrusted, before.distrusted != since {
            journal.record(
                Event(
                    .warning,
                    "\(state.source.source) called itself unchanged (304) although it had new articles; it is read in "
                        + "full for 30 days", fields))
        }
    }
}

extension SourceFailure {
    /// The same in the terms of a feed: one that is gone has ended.
    fileprivate func ofFeed(at moment: Timestamp) -> SourceFailure {
        guard case .request(.status(410, _, _)) = reason else { return self }
        return SourceFailure(source, .feedEnded(since: moment))
    }
}

extension SourceState {
    /// The same of a source that has another name since the settings have changed.
    fileprivate func named(_ name: SourceName) -> SourceState {
        SourceState(
            name, lastAnswer: lastAnswer, lastFailure: lastFailure, failure: failure, failures: failures,
            notBefore: notBefore, pause: pause, clock: clock)
    }
}
