import Domain

/// Minutes that were loaded one after another, with no stored ones among or between them: their coarser candles are
/// made from what is in memory, which takes a tenth of the time that the database needs.
struct LoadedRun {
    let first: Int64
    private(set) var last: Int64
    let origin: Int64
    private var mergers = Self.intervals.map { CandleMerger($0) }

    private static let intervals = Interval.allCases.filter { $0.part == .oneMinute }

    /// - Parameter minutes: final, in ascending order.
    init(_ minutes: [CandleNumbers], _ range: ClosedRange<Int64>, origin: Int64) {
        (first, last, self.origin) = (range.lowerBound, range.upperBound, origin)
        for index in mergers.indices { mergers[index].add(minutes) }
    }

    /// - Parameter minutes: after those added before.
    mutating func append(_ minutes: [CandleNumbers], until last: Int64) {
        self.last = last
        for index in mergers.indices { mergers[index].add(minutes) }
    }

    /// Stores the candles that are finished, or all of them at the end of the run.
    /// - Returns: the ranges of minutes whose coarser candles the database has to make: at the ends of the run, where
    ///   stored minutes may be part of them, and where coarser ones are stored already.
    mutating func store(in database: any SQLConnection, isEnd: Bool) throws(ArchiveFailure) -> [ClosedRange<Int64>] {
        var left: [ClosedRange<Int64>] = []
        for index in mergers.indices {
            if isEnd { mergers[index].finish() }
            let table = CandleTable(mergers[index].interval)
            let made = mergers[index].take()
            let places = made.candles.indices.filter { place in
                let minute = CandleTable.minute(of: made.candles[place].openTime)
                return minute >= first && (!isEnd || minute + table.span - 1 <= last)
            }
            guard let low = places.first, let high = places.last else { continue }
            let range =
                CandleTable.minute(of: made.candles[low].openTime)...CandleTable.minute(of: made.candles[high].openTime)
                + table.span - 1
            guard try table.isEmpty(range, in: database) else {
                left.append(range)
                continue
            }
            try database.load(
                Array(made.candles[low...high]), known: Array(made.counts[low...high]), into: table.name, origin: origin
            )
        }
        return isEnd ? left + [first...first, last...last] : left
    }
}
