import Domain

/// Hours without gaps from the first known one to the last; what is not known is NaN. Sums over any hours of it are one
/// subtraction.
struct HourlyGrid {
    /// The open time of the first hour.
    let start: Timestamp
    /// Logarithms of the closes.
    let logClose: [Double]
    /// Variance within each hour by Garman and Klass (https://doi.org/10.1086/296072), from its four prices.
    let variance: KnownSums
    /// Squares of the log returns of hours that follow each other.
    let squares: KnownSums

    var count: Int { logClose.count }

    /// - Parameter hours: oldest first, not empty. Those more than ten years before the last are left out.
    init(_ hours: [CandleNumbers]) {
        let last = hours.last?.openTime ?? .earliest
        let kept = hours.drop { $0.openTime < last - .days(3653) }
        start = kept.first?.openTime ?? last
        let count = kept.isEmpty ? 0 : Int((last - start).wholeMilliseconds / 3_600_000) + 1
        var logs = [Double](repeating: .nan, count: count)
        var variances = logs
        for hour in kept {
            let index = Int((hour.openTime - start).wholeMilliseconds / 3_600_000)
            logs[index] = logReturn(from: 1, to: hour.close)
            let (span, body) = (logReturn(from: hour.low, to: hour.high), logReturn(from: hour.open, to: hour.close))
            // 2 ln 2 − 1
            variances[index] = max(0, 0.5 * span * span - 0.386_294_361_119_890_6 * body * body)
        }
        logClose = logs
        variance = KnownSums(variances)
        squares = KnownSums(
            logs.indices.map { index in
                let change = index > 0 ? logs[index] - logs[index - 1] : .nan
                return change * change
            })
    }

    func openTime(_ index: Int) -> Timestamp { start + .hours(Int64(index)) }

    /// Realised volatility over the 24 hours up to one, as a fraction per day; `nil` under 12 known returns.
    func dailyVolatility(at index: Int) -> Double? {
        let (sum, known) = squares.sum(index - 23...index)
        return known >= 12 ? (sum / Double(known) * 24).squareRoot() : nil
    }

    /// The log return over the 24 hours after one; NaN where it is not known.
    func nextDay(_ index: Int) -> Double {
        index + 24 < count ? logClose[index + 24] - logClose[index] : .nan
    }
}

/// The sum and the number of the known values of any part of a series, in constant time.
struct KnownSums {
    private var sums: [Double] = [0]
    private var counts: [Int32] = [0]

    /// - Parameter values: NaN where not known.
    init(_ values: [Double]) {
        sums.reserveCapacity(values.count + 1)
        counts.reserveCapacity(values.count + 1)
        var (sum, count) = (0.0, Int32(0))
        for value in values {
            if !value.isNaN {
                sum += value
                count += 1
            }
            sums.append(sum)
            counts.append(count)
        }
    }

    /// Of the part of `range` that exists.
    func sum(_ range: ClosedRange<Int>) -> (sum: Double, known: Int) {
        let start = min(max(0, range.lowerBound), sums.count - 1)
        let end = max(start, min(range.upperBound + 1, sums.count - 1))
        return (max(0, sums[end] - sums[start]), Int(counts[end] - counts[start]))
    }
}
