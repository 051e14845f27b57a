/// Facts shared by all users in a process and cached for a few seconds, so that requests gather nothing themselves.
package actor FactsCache {
    package typealias Gather = @Sendable (_ thorough: Bool) async -> HealthFacts

    private let gather: Gather
    private let keptFor: Duration
    private let instant: @Sendable () -> ContinuousClock.Instant
    private var kept: (facts: HealthFacts, at: ContinuousClock.Instant)?
    private var running: (task: Task<HealthFacts, Never>, thorough: Bool)?

    /// - Parameters:
    ///   - keptFor: the maximum age of the facts of ``recent()``, from the end of their gathering.
    ///   - instant: the monotonic clock.
    ///   - gather: takes as long as the slowest probe, at most ten seconds. `thorough`: also reads a complete database
    ///     file.
    package init(
        keptFor: Duration = .seconds(5), instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        gather: @escaping Gather
    ) {
        self.keptFor = keptFor
        self.instant = instant
        self.gather = gather
    }

    /// The last facts, unless they are too old.
    package func recent() async -> HealthFacts {
        if let kept, instant() - kept.at < keptFor { return kept.facts }
        return await fresh()
    }

    /// Gathers the facts; concurrent callers share the result.
    package func fresh(thorough: Bool = false) async -> HealthFacts {
        if let running, running.thorough || !thorough { return await running.task.value }
        let task = Task { [gather] in await gather(thorough) }
        running = (task, thorough)
        let facts = await task.value
        kept = (facts, instant())
        if running?.task == task { running = nil }
        return facts
    }
}
