import Domain

/// Loads many candles: staged in a file of their own first, then written in one transaction.
struct CandleLoading: CandleLoader {
    let engine: any SQLEngine

    /// The rows that are written together: a megabyte.
    static let block = 20_000

    func load(
        _ interval: Interval, from provenance: CandleProvenance, rule: ReplacementRule,
        next: @escaping @Sendable () throws -> [CandleNumbers], progress: @escaping @Sendable (Double) -> Void
    ) async throws -> WriteResult {
        let staged = try await Self.stage(next)
        return try await engine.write { database throws(ArchiveFailure) in
            try database.liftTimeLimits()
            var writer = try CandleWriter(database, rule: rule)
            var stored = 0
            try staged.forEachBlock(of: Self.block) { block throws(ArchiveFailure) in
                try Self.write(block, isOrdered: staged.isOrdered, interval, provenance, &writer)
                stored += block.count
                progress(Double(stored) / Double(staged.count))
            }
            return try writer.finish()
        }
    }

    /// Reads the input on a thread of its own, as files and pipes block.
    private static func stage(_ next: @escaping @Sendable () throws -> [CandleNumbers]) async throws -> StagedCandles {
        let work = BlockingWork(threads: 1)
        let staged: Result<StagedCandles, any Error>
        do throws(ArchiveFailure) {
            staged = try await work.run { () throws(ArchiveFailure) in Result { try StagedCandles(next) } }
        } catch {
            staged = .failure(error)
        }
        await work.close()
        return try staged.get()
    }

    private static func write(
        _ block: [CandleNumbers], isOrdered: Bool, _ interval: Interval, _ provenance: CandleProvenance,
        _ writer: inout CandleWriter
    ) throws(ArchiveFailure) {
        // What closes after the observation is still open, and each of those has an origin of its own.
        let latest = provenance.seenAt - interval.duration
        let final = isOrdered ? block.prefix { $0.openTime <= latest } : []
        if !final.isEmpty { try writer.load(Array(final), interval, from: provenance) }
        if final.count < block.count { try writer.keep(Array(block[final.count...]), interval, from: provenance) }
    }
}
