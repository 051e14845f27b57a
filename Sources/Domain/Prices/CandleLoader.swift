/// Stores many candles at once, as an import does.
package protocol CandleLoader: Sendable {
    /// Reads candles of an interval into a temporary file of 56 bytes a row, without touching the database: memory does
    /// not grow. Returns at the end, or once so many were read in the order of time that they can be stored while the
    /// rest is read. Fastest for rows in the order of time, or in reverse.
    /// - Throws: what `input` throws; ``ArchiveFailure``.
    func stage(_ interval: Interval, from input: any CandleInput) async throws -> any StagedLoad
}

/// Candles that were read, or are being read, to be stored.
package protocol StagedLoad: Sendable {
    /// Stores every candle, or none of them, with the coarser candles made from them, in one transaction. Other writers
    /// of the database wait for it, about a second for a million rows.
    /// - Parameters:
    ///   - rule: decides about those that are stored already.
    ///   - shouldStop: asked between blocks of rows; it stands for the cancellation of the task, which may have another
    ///     reason than that a person ends the command.
    ///   - progress: called with the stored share of the rows, 0 to 1, once all were read.
    /// - Returns: what was done with the candles of each source.
    /// - Throws: ``ArchiveFailure``; what the input throws; `CancellationError` where it stopped. It stored nothing then.
    func store(
        rule: ReplacementRule, shouldStop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [SourceName: WriteResult]
}

/// Where a loader reads candles from. It calls from a thread that may block, never twice at once.
package protocol CandleInput: Sendable {
    /// Some thousand plausible candles (``CandleNumbers/implausibility(for:isStored:)``); empty at the end.
    func next() throws -> [LoadedCandle]
    /// The provenances that ``LoadedCandle/place`` counts: of all rows that ``next()`` has returned.
    var provenances: [CandleProvenance] { get }
    /// Those of the candles that are doubtful; complete after the end.
    var doubtful: [DoubtfulCandle] { get }
}

extension CandleInput {
    package var doubtful: [DoubtfulCandle] { [] }
}

/// One of many candles, in 56 bytes: interval, source and quote are the same for most of them.
package struct LoadedCandle: Hashable, Sendable {
    package let numbers: CandleNumbers
    /// The place of its provenance in ``CandleInput/provenances``.
    package let place: Int32
    private let parts: Int32

    /// - Parameter known: of a candle made from finer ones: how many of them; `nil` for one that a source gave.
    package init(_ numbers: CandleNumbers, place: Int = 0, known: Int? = nil) {
        self.numbers = numbers
        self.place = Int32(clamping: place)
        parts = known.map { Int32(clamping: max(0, $0)) } ?? -1
    }

    package var known: Int? { parts < 0 ? nil : Int(parts) }
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
