/// Stores many candles at once, as an import does.
package protocol CandleLoader: Sendable {
    /// Stores every candle that `next` returns, or none of them, with the coarser candles made from them.
    ///
    /// Everything is read before the database is changed: until then rows wait in a temporary file of 48 bytes a row,
    /// so memory does not grow, and other writers wait for the write only, about a second for a million rows. Fastest
    /// for rows in the order of time, or in reverse.
    /// - Parameters:
    ///   - interval: of all candles.
    ///   - rule: decides about those that are stored already.
    ///   - next: some thousand plausible candles (``CandleNumbers/implausibility(for:)``); empty at the end. Called on
    ///     a thread that may block, never twice at once. What it throws is thrown, and nothing is stored.
    ///   - progress: called with the stored share of the rows, 0 to 1, once `next` has returned all.
    /// - Throws: what `next` throws; ``ArchiveFailure``.
    func load(
        _ interval: Interval, from provenance: CandleProvenance, rule: ReplacementRule,
        next: @escaping @Sendable () throws -> [CandleNumbers], progress: @escaping @Sendable (Double) -> Void
    ) async throws -> WriteResult
}

/// Where candles came from: who gave them, in which currency, and when.
package struct CandleProvenance: Hashable, Sendable {
    package let source: SourceName
    package let quote: Quote
    package let run: RunID
    /// The time of the observation: a candle that closes later is stored as open.
    package let seenAt: Timestamp

    package init(source: SourceName, quote: Quote, run: RunID, seenAt: Timestamp) {
        self.source = source
        self.quote = quote
        self.run = run
        self.seenAt = seenAt
    }
}
