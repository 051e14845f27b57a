import Domain

/// How an answer changes what is known of a feed. Pure.
extension FeedState {
    /// A document was read, or is unchanged.
    /// - Parameters:
    ///   - kept: what storing its articles changed.
    ///   - moment: of the request.
    func answered(_ batch: NewsBatch, kept: WriteResult, at moment: Timestamp, by schedule: FeedSchedule) -> FeedState {
        var state = self
        state.source = source.answered(at: moment, venueTime: nil)
        state.lastRequest = moment
        state.ended = nil
        state.move = batch.movedTo.map { target in
            move?.address == target
                ? FeedMove(to: target, since: move?.since ?? moment) : FeedMove(to: target, since: moment)
        }
        if batch.notModified {
            state.answer = .unchanged
            state.validators = batch.validators ?? validators
            state.demands = demands.renewed(freshFor: batch.demands.freshFor)
        } else {
            state.answer = .read
            state.lastRead = moment
            state.validators = batch.validators
            state.demands = batch.demands
            if isContradicted(by: batch) {
                state.distrusted = moment
            } else if let distrusted, moment - distrusted >= FeedSchedule.distrust {
                state.distrusted = nil
            }
            let repeated = kept.duplicates + batch.repeatedCount
            state.contents = FeedCounts(
                items: batch.articles.count + batch.repeatedCount + batch.rejectedCount, leftOut: batch.rejectedCount,
                reasons: batch.rejected.joined(separator: "; "), duplicates: repeated)
            let dates = batch.articles.compactMap(\.published)
            // Those without a date are of the moment in which the first of them was new.
            let hasUndated = kept.new > 0 && dates.count < batch.articles.count
            state.history = FeedHistory(history, adding: dates + (hasUndated ? [moment] : []), at: moment)
            if kept.new > 0 { state.lastNew = moment }
        }
        let next = schedule.next(after: moment, state.demands)
        (state.source.notBefore, state.source.pause) = (next.notBefore, next.reason)
        return state
    }

    /// Whether a document that was read in full has articles that were there when the feed last called itself
    /// unchanged.
    private func isContradicted(by batch: NewsBatch) -> Bool {
        guard answer == .unchanged, let last = source.lastAnswer, let lastRead, let newest = history?.newest else {
            return false
        }
        // One that was read before may have been dated a day ahead, and a text may appear some time after its date.
        let known = max(newest, lastRead + .days(1))
        return batch.articles.contains { article in
            article.published.map { $0 > known && $0 < last - .hours(12) } ?? false
        }
    }

    /// The request failed.
    /// - Parameters:
    ///   - request: what was asked.
    ///   - jitter: see ``FeedBackOff/pause(after:jitter:)``.
    func failed(
        _ failure: SourceFailure, _ request: FeedRequest, at moment: Timestamp, by schedule: FeedSchedule,
        jitter: Double
    ) -> FeedState {
        var state = self
        state.lastRequest = moment
        state.answer = .failed
        state.source.note(failure, at: moment)
        // What is gone at the place where it was moved to may still be found from its own address.
        if case .feedEnded = failure.reason, request.movedTo == nil { state.ended = ended ?? moment }
        // A document that is wrong must not be called unchanged the next time.
        if case .request = failure.reason {} else { state.validators = nil }
        // Where it was thought to be, it is not, or not for two requests: its own address says where it is.
        if request.movedTo != nil, failure.isDefinite || source.failures > 0 { state.move = nil }
        guard state.ended == nil else {
            (state.source.notBefore, state.source.pause) = (nil, nil)
            return state
        }
        if let demanded = failure.notBefore(failedAt: moment) {
            state.source.notBefore = min(demanded, moment + BackOff.longestDemand)
            state.source.pause = .requested
        } else {
            let pause = FeedBackOff(schedule).pause(after: state.source.failures, jitter: jitter)
            (state.source.notBefore, state.source.pause) = (moment + pause, .backOff)
        }
        return state
    }

    /// The same after a failure for which this host is to blame, as no feed could be reached: the next run asks again,
    /// and the pause after a failure of the feed's own is no longer for it.
    /// - Parameter before: the state before the failure.
    func excused(since before: FeedState, by schedule: FeedSchedule) -> FeedState {
        guard source.pause == .backOff, let lastRequest else { return self }
        var state = self
        state.source.failures = max(1, before.source.failures)
        state.source.notBefore = min(source.notBefore ?? lastRequest, lastRequest + schedule.every / 2)
        return state
    }
}

extension SourceFailure {
    /// Whether the same request would fail again.
    fileprivate var isDefinite: Bool {
        guard case .request(let error) = reason else { return true }
        if case .notResolved = error { return true }
        return !error.isTransient
    }
}

extension ErrorKind {
    /// Whether no connection came about.
    var isWithoutConnection: Bool { [.dns, .connect, .timeout, .tls].contains(self) }
}
