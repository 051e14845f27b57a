import Domain

/// Asks sources for one page at a time: never before the time until which they must be left alone, in whatever process
/// that was learnt.
struct SourceRequests: Sendable {
    let log: any SourceLog
    let journal: any Journal
    let backOff: BackOff
    let run: RunID
    let now: @Sendable () -> Timestamp

    enum Answer: Sendable {
        /// `requestedAt` is taken before the request: the response is at least as new.
        case page(SourcePage, requestedAt: Timestamp)
        /// Not asked.
        case paused(SourceState)
        case failed(SourceFailure)
    }

    /// - Parameter insisting: whether to ask although earlier failures make us wait; a demand of the source is always
    ///   respected.
    func page(of interval: Interval, in range: TimeRange, from source: any PriceSource, insisting: Bool) async throws
        -> Answer
    {
        try await answer(of: source.name, insisting: insisting) { () throws(SourceFailure) in
            try await source.page(of: interval, in: range)
        }
    }

    private func answer(
        of source: SourceName, insisting: Bool, _ ask: () async throws(SourceFailure) -> SourcePage
    ) async throws -> Answer {
        try Task.checkCancellation()
        if let state = try await pause(of: source, insisting: insisting) { return .paused(state) }
        let moment = now()
        do {
            return .page(try await ask(), requestedAt: moment)
        } catch {
            try Task.checkCancellation()
            try await record(error)
            return .failed(error)
        }
    }

    /// The state of a source that must not be asked now; `nil` for one that may be asked.
    func pause(of source: SourceName, insisting: Bool) async throws -> SourceState? {
        let state = try await log.state(of: source)
        let moment = now()
        return state.isPausedByDemand(at: moment) || (!insisting && state.isPaused(at: moment)) ? state : nil
    }

    /// Remembers a failure, so that the source is left alone for a while.
    func record(_ failure: SourceFailure) async throws {
        journal.record(Event(failure, run: run))
        try await log.record(backOff.state(try await log.state(of: failure.source), after: failure, at: now()))
    }

    /// Remembers that a source gave data.
    func recordAnswer(of source: SourceName, requestedAt: Timestamp, venueTime: Timestamp?) async throws {
        let state = try await log.state(of: source)
        try await log.record(state.answered(at: requestedAt, venueTime: venueTime))
        // The response is dated during the request: without a clock error, it is later by the response time at most.
        guard let venueTime, requestedAt - venueTime > .minutes(2) || venueTime - requestedAt > .minutes(5) else {
            return
        }
        journal.record(
            Event(
                .warning,
                "this host's clock is at \(requestedAt) and \(source)'s at \(venueTime); check it with timedatectl",
                ["source": source.rawValue, "cause": "clock-skew"]))
    }
}
