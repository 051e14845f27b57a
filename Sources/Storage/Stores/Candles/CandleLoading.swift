import Domain
import Synchronization

/// Loads many candles: staged in a file of their own, and written in one transaction.
///
/// The rows of a large input are written while others are still read: the transaction takes longer than the reading, so
/// that the lock of the database is held no longer for it. A small one is read, and where it is bad refused, before.
struct CandleLoading: CandleLoader {
    let engine: any SQLEngine

    /// The rows that are read before any is written: four years of hours.
    static let ahead = 40_000
    /// An input that took longer for as many, from a slow disk, is read to its end first: the lock would wait for it.
    static let patience: Duration = .seconds(1)

    /// Reads the input on a thread of its own, as files and pipes block.
    func stage(_ interval: Interval, from input: any CandleInput) async throws -> any StagedLoad {
        let candles = try StagedCandles()
        let begin = Beginning()
        let start = ContinuousClock.now
        let reading = Task.detached {
            let work = BlockingWork(threads: 1)
            try? await work.run {
                candles.fill(from: input.next) { content in
                    let isAhead = content.count >= Self.ahead && content.ascends
                    if content.isComplete || (isAhead && ContinuousClock.now - start < Self.patience) { begin.set() }
                }
            }
            await work.close()
        }
        await begin.wait()
        if let failure = candles.failure {
            await reading.value
            throw failure
        }
        return CandleLoad(engine: engine, interval: interval, candles: candles, reading: reading, input: input)
    }
}

/// Waits until there is something to write.
private final class Beginning: Sendable {
    private struct State {
        var isSet = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func set() {
        let waiting = state.withLock { state in
            state.isSet = true
            return state.waiting.take()
        }
        waiting?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isSet = state.withLock { state in
                if !state.isSet { state.waiting = continuation }
                return state.isSet
            }
            if isSet { continuation.resume() }
        }
    }
}

/// Staged candles, and the transaction that stores them.
private final class CandleLoad: StagedLoad {
    let engine: any SQLEngine
    let interval: Interval
    let candles: StagedCandles
    let reading: Task<Void, Never>
    let input: any CandleInput

    /// The rows that are written together: a megabyte.
    private static let block = 20_000
    /// The changes of provenance in a block from which its rows are written one by one: a file that is sorted by time
    /// may name another source in each row.
    private static let mostStretches = 50

    init(
        engine: any SQLEngine, interval: Interval, candles: StagedCandles, reading: Task<Void, Never>,
        input: any CandleInput
    ) {
        self.engine = engine
        self.interval = interval
        self.candles = candles
        self.reading = reading
        self.input = input
    }

    deinit { candles.stop() }

    func store(
        rule: ReplacementRule, shouldStop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [SourceName: WriteResult] {
        let stopped = ArchiveFailure(.stopped, Phrase(verbatim: "stopped on purpose"), hint: .empty)
        let result: Result<[SourceName: WriteResult], ArchiveFailure>
        do throws(ArchiveFailure) {
            result = .success(
                try await store(
                    rule, stopping: { () throws(ArchiveFailure) in if shouldStop() { throw stopped } }, progress))
        } catch {
            result = .failure(error)
        }
        candles.stop()
        await reading.value
        if let failure = candles.failure { throw failure }
        do throws(ArchiveFailure) {
            return try result.get()
        } catch {
            throw error.kind == .stopped ? CancellationError() : error
        }
    }

    private func store(
        _ rule: ReplacementRule, stopping: @escaping @Sendable () throws(ArchiveFailure) -> Void,
        _ progress: @escaping @Sendable (Double) -> Void
    ) async throws(ArchiveFailure) -> [SourceName: WriteResult] {
        try await engine.write { [self] database throws(ArchiveFailure) in
            try database.liftTimeLimits()
            var writer = try CandleWriter(database, rule: rule)
            var stored = 0
            try candles.forEachBlock(of: Self.block) { block throws(ArchiveFailure) in
                try stopping()
                try write(block, input.provenances, &writer)
                stored += block.candles.count
                if let total = block.total { progress(Double(stored) / Double(total)) }
            }
            try stopping()
            let results = try writer.finish()
            if let run = input.provenances.first?.run {
                for candle in input.doubtful { try mark(candle, of: run, database) }
            }
            return results
        }
    }

    private func write(_ block: StagedCandles.Block, _ provenances: [CandleProvenance], _ writer: inout CandleWriter)
        throws(ArchiveFailure)
    {
        let candles = block.candles
        guard block.isAscending else { return try writer.keep(try archived(candles[...], provenances)) }
        var stretches: [ArraySlice<LoadedCandle>] = []
        var start = 0
        for index in 1...candles.count where index == candles.count || candles[index].place != candles[start].place {
            guard stretches.count < Self.mostStretches else {
                return try writer.keep(try archived(candles[...], provenances))
            }
            stretches.append(candles[start..<index])
            start = index
        }
        for stretch in stretches { try write(stretch, provenances, &writer) }
    }

    /// - Parameter stretch: of one provenance, in ascending order.
    private func write(
        _ stretch: ArraySlice<LoadedCandle>, _ provenances: [CandleProvenance], _ writer: inout CandleWriter
    ) throws(ArchiveFailure) {
        guard let first = stretch.first else { return }
        let provenance = try Self.provenance(of: first, in: provenances)
        // What closes after the observation is still open, and each of those has an origin of its own.
        let latest = provenance.seenAt - interval.duration
        let final = stretch.prefix { $0.known == nil && $0.numbers.openTime <= latest }
        if !final.isEmpty { try writer.load(final.map(\.numbers), interval, from: provenance) }
        if final.count < stretch.count { try writer.keep(try archived(stretch.dropFirst(final.count), provenances)) }
    }

    private static func provenance(of row: LoadedCandle, in provenances: [CandleProvenance]) throws(ArchiveFailure)
        -> CandleProvenance
    {
        guard provenances.indices.contains(Int(row.place)) else {
            throw .unreadable("a row of the import has no provenance")
        }
        return provenances[Int(row.place)]
    }

    private func archived(_ rows: ArraySlice<LoadedCandle>, _ provenances: [CandleProvenance]) throws(ArchiveFailure)
        -> [ArchivedCandle]
    {
        var archived: [ArchivedCandle] = []
        archived.reserveCapacity(rows.count)
        for row in rows {
            let provenance = try Self.provenance(of: row, in: provenances)
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
