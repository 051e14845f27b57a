import Domain

/// Loads many candles: staged in a file of their own first, then written in one transaction.
struct CandleLoading: CandleLoader {
    let engine: any SQLEngine

    /// Reads the input on a thread of its own, as files and pipes block.
    func stage(_ interval: Interval, from input: any CandleInput) async throws -> any StagedLoad {
        let work = BlockingWork(threads: 1)
        let staged: Result<StagedCandles, any Error>
        do throws(ArchiveFailure) {
            staged = try await work.run { () throws(ArchiveFailure) in Result { try StagedCandles(input.next) } }
        } catch {
            staged = .failure(error)
        }
        await work.close()
        return CandleLoad(
            engine: engine, interval: interval, candles: try staged.get(), provenances: input.provenances,
            doubtful: input.doubtful)
    }
}

/// Staged candles, and the transaction that stores them.
private struct CandleLoad: StagedLoad {
    let engine: any SQLEngine
    let interval: Interval
    let candles: StagedCandles
    let provenances: [CandleProvenance]
    let doubtful: [DoubtfulCandle]

    /// The rows that are written together: a megabyte.
    private static let block = 20_000
    /// The changes of provenance in a block from which its rows are written one by one: a file that is sorted by time
    /// may name another source in each row.
    private static let mostStretches = 50

    func store(
        rule: ReplacementRule, shouldStop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [SourceName: WriteResult] {
        let stopped = ArchiveFailure(.statement, Phrase(verbatim: "stopped on purpose"), hint: .empty)
        do throws(ArchiveFailure) {
            return try await store(
                rule, stopping: { () throws(ArchiveFailure) in if shouldStop() { throw stopped } }, progress)
        } catch {
            throw error == stopped ? CancellationError() : error
        }
    }

    private func store(
        _ rule: ReplacementRule, stopping: @escaping @Sendable () throws(ArchiveFailure) -> Void,
        _ progress: @escaping @Sendable (Double) -> Void
    ) async throws(ArchiveFailure) -> [SourceName: WriteResult] {
        try await engine.write { database throws(ArchiveFailure) in
            try database.liftTimeLimits()
            var writer = try CandleWriter(database, rule: rule)
            var stored = 0
            try candles.forEachBlock(of: Self.block) { block throws(ArchiveFailure) in
                try stopping()
                try write(block, &writer)
                stored += block.count
                progress(Double(stored) / Double(candles.count))
            }
            try stopping()
            let results = try writer.finish()
            if let run = provenances.first?.run {
                for candle in doubtful { try mark(candle, of: run, database) }
            }
            return results
        }
    }

    private func write(_ block: [LoadedCandle], _ writer: inout CandleWriter) throws(ArchiveFailure) {
        var stretches: [ArraySlice<LoadedCandle>] = []
        var start = 0
        for index in 1...block.count where index == block.count || block[index].place != block[start].place {
            guard stretches.count < Self.mostStretches else { return try writer.keep(try archived(block[...])) }
            stretches.append(block[start..<index])
            start = index
        }
        for stretch in stretches { try write(stretch, &writer) }
    }

    /// - Parameter stretch: of one provenance.
    private func write(_ stretch: ArraySlice<LoadedCandle>, _ writer: inout CandleWriter) throws(ArchiveFailure) {
        guard let place = stretch.first?.place, let provenance = provenance(place) else { return }
        // What closes after the observation is still open, and each of those has an origin of its own.
        let latest = provenance.seenAt - interval.duration
        let final = candles.isOrdered ? stretch.prefix { $0.known == nil && $0.numbers.openTime <= latest } : []
        if !final.isEmpty { try writer.load(final.map(\.numbers), interval, from: provenance) }
        if final.count < stretch.count { try writer.keep(try archived(stretch.dropFirst(final.count))) }
    }

    private func provenance(_ place: Int32) -> CandleProvenance? {
        provenances.indices.contains(Int(place)) ? provenances[Int(place)] : nil
    }

    private func archived(_ rows: ArraySlice<LoadedCandle>) throws(ArchiveFailure) -> [ArchivedCandle] {
        var archived: [ArchivedCandle] = []
        archived.reserveCapacity(rows.count)
        for row in rows {
            guard let provenance = provenance(row.place) else {
                throw .unreadable("a row of the import has no provenance")
            }
            archived.append(try CandleWriter.archived(row.numbers, interval, from: provenance, known: row.known))
        }
        return archived
    }

    /// Marks a candle that this import has stored, unless its doubt is known.
    private func mark(_ candle: DoubtfulCandle, of run: RunID, _ database: any SQLConnection) throws(ArchiveFailure) {
        let table = CandleTable(candle.interval)
        _ = try database.execute(
            """
            INSERT INTO doubtful_candles (span, minute, reason, odd, spread, since)
            SELECT \(table.span), c.minute, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS DOUBLE PRECISION), CAST(? AS BIGINT)
            FROM \(table.name) AS c JOIN origins AS o ON o.id = c.origin WHERE c.minute = ? AND o.run_id = ?
            ON CONFLICT (span, minute) DO NOTHING
            """,
            [
                .text(candle.reason.rawValue), .text(candle.odd?.rawValue), .real(candle.spread), .time(candle.since),
                .integer(CandleTable.minute(of: candle.openTime)), .text(run.rawValue),
            ])
    }
}
