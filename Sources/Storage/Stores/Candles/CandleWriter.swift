import Domain

/// Writes candles within one transaction, by ``ReplacementRule``, and makes the coarser ones from them.
///
/// Reads the stored rows, decides, and writes: so the rule is the one of the domain. The lock of the writers of
/// candles, which each waits for, keeps others from writing in between.
struct CandleWriter {
    private let database: any SQLConnection
    private let rule: ReplacementRule
    private var origins: CandleOrigins
    private var results: [SourceName: WriteResult] = [:]
    private var touched: [Interval: [ClosedRange<Int64>]] = [:]
    private var run: LoadedRun?

    /// The rows that are read and written together, and the open times that they may extend over.
    private static let chunk = 1000
    private static let reach: Int64 = 4000

    init(_ database: any SQLConnection, rule: ReplacementRule) throws(ArchiveFailure) {
        if let lock = database.dialect.candleLock { _ = try database.rows(lock) }
        self.database = database
        self.rule = rule
        origins = try CandleOrigins(database)
    }

    /// Candles of one interval that others of the same batch may follow. Of two for one open time, the order decides.
    mutating func keep(_ candles: [ArchivedCandle]) throws(ArchiveFailure) {
        try finishRun()
        for (interval, group) in Dictionary(grouping: candles, by: \.candle.interval) {
            let ordered = group.enumerated().sorted {
                ($0.element.candle.openTime, $0.offset) < ($1.element.candle.openTime, $1.offset)
            }
            let table = CandleTable(interval)
            var chunk: [(minute: Int64, candle: ArchivedCandle)] = []
            for (_, candle) in ordered {
                let minute = try Self.minute(of: candle.candle.openTime)
                if let first = chunk.first,
                    chunk.count >= Self.chunk && minute != chunk.last?.minute
                        || minute - first.minute > Self.reach * table.span
                {
                    try keep(chunk, in: table)
                    chunk.removeAll(keepingCapacity: true)
                }
                chunk.append((minute, candle))
            }
            try keep(chunk, in: table)
        }
    }

    /// Makes the coarser candles.
    /// - Returns: what was done with the candles of each source.
    mutating func finish() throws(ArchiveFailure) -> [SourceName: WriteResult] {
        try finishRun()
        let rollup = Rollup(database: database)
        for interval in [Interval.oneMinute, .oneHour] {
            if let ranges = touched[interval] { try rollup.rebuild(from: interval, over: ranges) }
        }
        return results
    }

    /// Candles of one provenance, in ascending order, each final and of another open time.
    mutating func load(_ candles: [CandleNumbers], _ interval: Interval, from provenance: CandleProvenance)
        throws(ArchiveFailure)
    {
        guard let first = candles.first, let last = candles.last else { return }
        let table = CandleTable(interval)
        let range = try Self.minute(of: first.openTime)...Self.minute(of: last.openTime)
        guard try table.isEmpty(range, in: database) else { return try keep(candles, interval, from: provenance) }
        let origin = try origins.origin(provenance)
        try database.load(candles, known: nil, into: table.name, origin: origin)
        results[provenance.source, default: WriteResult()].new += candles.count
        guard interval == .oneMinute else { return touched[interval, default: []].append(range) }
        if var run, run.origin == origin, run.last < range.lowerBound,
            try isFree(after: run.last, before: range.lowerBound)
        {
            run.append(candles, until: range.upperBound)
            touched[.oneMinute, default: []] += try run.store(in: database, isEnd: false)
            self.run = run
        } else {
            try finishRun()
            run = LoadedRun(candles, range, origin: origin)
        }
    }

    /// Whether no minute is stored between two.
    private func isFree(after last: Int64, before next: Int64) throws(ArchiveFailure) -> Bool {
        guard last + 1 < next else { return true }
        return try CandleTable(.oneMinute).isEmpty(last + 1...next - 1, in: database)
    }

    /// Candles of one provenance, in any order.
    mutating func keep(_ candles: [CandleNumbers], _ interval: Interval, from provenance: CandleProvenance)
        throws(ArchiveFailure)
    {
        var archived: [ArchivedCandle] = []
        archived.reserveCapacity(candles.count)
        for numbers in candles { archived.append(try Self.archived(numbers, interval, from: provenance)) }
        try keep(archived)
    }

    static func archived(
        _ numbers: CandleNumbers, _ interval: Interval, from provenance: CandleProvenance, known: Int? = nil
    ) throws(ArchiveFailure) -> ArchivedCandle {
        do throws(Candle.Implausible) {
            return ArchivedCandle(
                try Candle(interval, numbers, quote: provenance.quote), source: provenance.source, run: provenance.run,
                seenAt: provenance.seenAt, known: known)
        } catch {
            throw .unreadable(error.description)
        }
    }

    private static func minute(of time: Timestamp) throws(ArchiveFailure) -> Int64 {
        let minute = CandleTable.minute(of: time)
        guard CandleTable.time(of: minute) == time else {
            throw .unreadable("a candle of \(time) is not between 1970 and 6053")
        }
        return minute
    }

    /// Makes the coarser candles of the minutes that were loaded.
    private mutating func finishRun() throws(ArchiveFailure) {
        guard var run else { return }
        touched[.oneMinute, default: []] += try run.store(in: database, isEnd: true)
        touched[.oneHour, default: []].append(run.first...run.last)
        self.run = nil
    }

    private mutating func keep(_ chunk: [(minute: Int64, candle: ArchivedCandle)], in table: CandleTable)
        throws(ArchiveFailure)
    {
        guard let first = chunk.first?.minute, let last = chunk.last?.minute else { return }
        var rows = try stored(first...last, in: table)
        for (minute, candle) in chunk {
            guard var row = rows[minute] else {
                rows[minute] = CandleChange(of: nil, by: candle)
                results[candle.source, default: WriteResult()].new += 1
                continue
            }
            if row.replace(by: candle, rule) {
                results[candle.source, default: WriteResult()].updated += 1
            } else {
                results[candle.source, default: WriteResult()].unchanged += 1
            }
            rows[minute] = row
        }
        let changed = rows.filter { $0.value.isChanged }.sorted { $0.key < $1.key }
        guard let low = changed.first?.key, let high = changed.last?.key else { return }
        try write(changed.filter { $0.value.stored == nil }, in: table, isNew: true)
        try write(changed.filter { $0.value.stored != nil }, in: table, isNew: false)
        touched[table.interval, default: []].append(low...high)
    }

    private func stored(_ range: ClosedRange<Int64>, in table: CandleTable) throws(ArchiveFailure)
        -> [Int64: CandleChange]
    {
        let rows = try database.rows(
            "SELECT \(CandleRow.columns), c.known FROM \(table.name) AS c \(CandleRow.joins) WHERE c.minute >= ? AND c.minute <= ?",
            [.integer(range.lowerBound), .integer(range.upperBound)])
        var stored: [Int64: CandleChange] = [:]
        for row in rows {
            let known = row.values[11] == .null ? nil : try row.count(11)
            let candle = try CandleRow.candle(of: table.interval, in: row, known: known)
            stored[try row.integer(0)] = CandleChange(of: (candle, try row.integer(10)), by: candle)
        }
        return stored
    }

    private mutating func write(_ changes: [(key: Int64, value: CandleChange)], in table: CandleTable, isNew: Bool)
        throws(ArchiveFailure)
    {
        guard !changes.isEmpty else { return }
        var batch = RowBatch(name: "new", columns: CandleTable.columns, rows: [])
        var used: Set<Int64> = []
        for (minute, change) in changes {
            let origin = try origins.origin(of: change.current)
            used.insert(origin)
            batch.rows.append(
                [.integer(minute), .integer(origin)] + CandleRow.numbers(change.current.candle)
                    + [change.current.known.map { .count($0) } ?? .null])
            for replaced in change.replaced { try log(replaced, change, minute, table) }
        }
        let columns = CandleTable.columns.map(\.name)
        if isNew {
            _ = try database.execute(over: batch) {
                "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) SELECT "
                    + "\(columns.map { "new.\($0)" }.joined(separator: ", ")) FROM \($0)"
            }
        } else {
            let assignments = columns.dropFirst().map { "\($0) = new.\($0)" }.joined(separator: ", ")
            _ = try database.execute(over: batch) {
                "UPDATE \(table.name) SET \(assignments) FROM \($0) WHERE \(table.name).minute = new.minute"
            }
            for (_, change) in changes {
                // The same observation with other numbers has the same origin.
                if let origin = change.droppedOrigin, !used.contains(origin) { try origins.delete(origin) }
            }
        }
    }

    private mutating func log(
        _ replaced: ReplacedCandle, _ change: CandleChange, _ minute: Int64, _ table: CandleTable
    ) throws(ArchiveFailure) {
        let origin =
            if let stored = change.stored, stored.candle == replaced.candle { stored.origin } else {
                try origins.origin(of: replaced.candle)
            }
        let values: [SQLValue] = [
            .integer(table.span), .integer(minute), .time(replaced.replacedAt), .text(replaced.reason.rawValue),
            .integer(origin),
        ]
        try database.execute(
            """
            INSERT INTO replaced_candles (id, span, minute, replaced_at, reason, origin, open, high, low, close, volume)
            SELECT COALESCE(MAX(id), 0) + 1, \(values.indices.map { Self.typed[$0] }.joined(separator: ", ")),
            \(Self.typed.suffix(5).joined(separator: ", ")) FROM replaced_candles
            """, values + CandleRow.numbers(replaced.candle.candle))
    }

    /// Parameters of a SELECT, whose types a server does not infer.
    private static let typed =
        ["INTEGER", "INTEGER", "BIGINT", "TEXT", "INTEGER"].map { "CAST(? AS \($0))" }
        + Array(repeating: "CAST(? AS DOUBLE PRECISION)", count: 5)
}
