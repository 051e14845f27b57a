package import Domain

/// What the collection of prices reads, asks and writes.
package struct CollectionPorts: Sendable {
    let priceSources: [any PriceSource]
    let witnesses: [any PriceWitness]
    let candles: any CandleArchive
    let sightings: any SightingLog
    let sources: any SourceLog
    let journal: any Journal
    /// The intervals that are kept, finest first.
    let intervals: [Interval]
    /// `COLLECT_EVERY`.
    let every: Duration
    let now: @Sendable () -> Timestamp
    let wait: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - priceSources: from best to worst.
    ///   - intervals: those that are kept; an hour is always among them.
    ///   - every: `COLLECT_EVERY`.
    ///   - wait: waits for that long on the clock of `now`.
    package init(
        priceSources: [any PriceSource], witnesses: [any PriceWitness] = [], candles: any CandleArchive,
        sightings: any SightingLog, sources: any SourceLog, journal: any Journal, intervals: [Interval] = [.oneHour],
        every: Duration = .hours(1), now: @escaping @Sendable () -> Timestamp,
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await ContinuousClock().sleep(for: $0) }
    ) {
        self.priceSources = priceSources
        self.witnesses = witnesses
        self.candles = candles
        self.sightings = sightings
        self.sources = sources
        self.journal = journal
        self.intervals = Set(intervals + [.oneHour]).sorted { $0.seconds < $1.seconds }
        self.every = every
        self.now = now
        self.wait = wait
    }
}
