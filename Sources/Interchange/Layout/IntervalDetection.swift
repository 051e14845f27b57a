import Domain

/// The interval of a file's candles.
struct IntervalDetection {
    /// The open times of the first rows, in milliseconds.
    var openTimes: [Int64] = []
    /// The length of the first candle, where the file has close times.
    var length: Int64?

    enum Outcome: Hashable {
        case found(Interval)
        /// The rows lie apart by a length that is none of ours, in seconds.
        case unsupported(Int64)
        /// Too few rows to tell.
        case unknown
    }

    /// The usual distance between two rows is the interval when the others are its multiples, as gaps are. Without two
    /// rows, the length of the candle or the name of the file decides.
    /// - Parameter named: what the name of the file says.
    func outcome(named: Interval?) -> Outcome {
        if let length {
            // The last moment of a candle, or the first one after it.
            return interval(of: length).map(Outcome.found) ?? interval(of: length + 1).map(Outcome.found)
                ?? .unsupported((length + 1) / 1000)
        }
        let sorted = openTimes.sorted()
        let distances = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.filter { $0 > 0 }
        guard let shortest = distances.min() else { return named.map(Outcome.found) ?? .unknown }
        let usual =
            distances.reduce(into: [Int64: Int]()) { $0[$1, default: 0] += 1 }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? shortest
        // Minutes without trades are absent, so the rows of a quiet market may never be one minute apart; but then no
        // longer interval fits.
        if let named, Self.fits(named, distances), usual >= named.seconds * 1000,
            interval(of: usual) == named || !Self.longer(than: named).contains(where: { Self.fits($0, distances) })
        {
            return .found(named)
        }
        guard let interval = interval(of: usual), Self.fits(interval, distances) else {
            return .unsupported(usual / 1000)
        }
        return .found(interval)
    }

    private static func longer(than interval: Interval) -> [Interval] {
        Interval.allCases.filter { $0.seconds > interval.seconds }
    }

    /// Whether nine in ten distances are multiples of an interval: a few rows off the grid must not hide it.
    private static func fits(_ interval: Interval, _ distances: [Int64]) -> Bool {
        distances.count { $0 % (interval.seconds * 1000) == 0 } * 10 >= distances.count * 9
    }

    private func interval(of length: Int64) -> Interval? {
        Interval.allCases.first { $0.seconds * 1000 == length }
    }
}
