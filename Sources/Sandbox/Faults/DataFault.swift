package import Domain

/// A fault in the rows of a response that is complete and well-formed.
package enum DataFault: Hashable, Sendable {
    /// No rows.
    case emptyPage
    /// The first rows alone, so many of a hundred.
    case partialPage(percent: Int)
    /// `null` in the place of every so many rows, from the last one back.
    case unreadableRows(every: Int)
    /// Every row twice: complete, and then with a thousandth of its volume and the open price as its close.
    case doubledRows
    /// Times in milliseconds where the venue has seconds, and in seconds where it has milliseconds.
    case otherUnits
    /// Times so many seconds late.
    case offGrid(seconds: Int)
    /// High and low exchanged.
    case swappedHighLow
    /// Candles are flat for so many hours after their close, with half of their volume; then they are corrected.
    case revised(hours: Int)
    /// One value of one candle multiplied: of that which opens at `time`, else of the newest closed one.
    case spike(SpikedValue, factor: Double, time: Timestamp?)
    /// All prices off by so many percent.
    case drift(percent: Double)
    /// All volumes multiplied, as in another unit.
    case volumes(factor: Double)
    /// The values of the candles of the last hours are those of the one before them.
    case stuck(hours: Int)

    package enum SpikedValue: String, Hashable, Sendable, Codable {
        case high, low, close, volume
        /// All four prices.
        case prices
    }
}

extension DataFault {
    /// The candles that the venue gives in the place of the right ones.
    func distorted(_ bars: [Bar], of interval: Interval, now: Timestamp) -> [Bar] {
        switch self {
        case .emptyPage: []
        case .partialPage(let percent): Array(bars.prefix(max(0, bars.count.multipliedClamped(by: percent) / 100)))
        case .unreadableRows, .doubledRows, .otherUnits: bars
        case .offGrid(let seconds): bars.map { $0.opening(at: $0.openTime + .seconds(seconds)) }
        case .swappedHighLow: bars.map { $0.with(high: $0.low, low: $0.high) }
        case .revised(let hours):
            bars.map { bar in
                let closed = bar.openTime + interval.duration
                return closed <= now && now < closed + .hours(Int64(hours)) ? bar.flat : bar
            }
        case .spike(let value, let factor, let time): spiked(bars, value, factor, at: time, of: interval, now: now)
        case .drift(let percent): bars.map { $0.multiplied(1 + percent / 100) }
        case .volumes(let factor): bars.map { $0.spiked(.volume, factor) }
        case .stuck(let hours): stuck(bars, since: now - .hours(Int64(hours)))
        }
    }

    private func spiked(
        _ bars: [Bar], _ value: SpikedValue, _ factor: Double, at time: Timestamp?, of interval: Interval,
        now: Timestamp
    ) -> [Bar] {
        var bars = bars
        let index =
            time.map { time in bars.firstIndex { $0.openTime == time } }
            ?? bars.lastIndex { $0.openTime + interval.duration <= now }
        if let index { bars[index] = bars[index].spiked(value, factor) }
        return bars
    }

    private func stuck(_ bars: [Bar], since moment: Timestamp) -> [Bar] {
        guard let first = bars.firstIndex(where: { $0.openTime >= moment }) else { return bars }
        let repeated = bars[max(0, first - 1)]
        return bars[..<first] + bars[first...].map { repeated.opening(at: $0.openTime) }
    }

    /// The rows that the venue writes for one candle.
    /// - Parameters:
    ///   - fromEnd: the number of candles after this one.
    ///   - inMilliseconds: whether the venue writes milliseconds.
    func rows(_ bar: Bar, fromEnd: Int, inMilliseconds: Bool, _ write: (Bar) -> String) -> [String] {
        switch self {
        case .unreadableRows(let every): [fromEnd % max(1, every) == max(1, every) - 1 ? "null" : write(bar)]
        case .doubledRows: [write(bar), write(bar.begun)]
        case .otherUnits:
            [write(bar).replacing(bar.openTime.text(inMilliseconds), with: bar.openTime.text(!inMilliseconds))]
        default: [write(bar)]
        }
    }
}

extension Timestamp {
    fileprivate func text(_ inMilliseconds: Bool) -> String { "\(inMilliseconds ? milliseconds : seconds)" }
}

extension Bar {
    fileprivate func with(
        open: Int64? = nil, high: Int64? = nil, low: Int64? = nil, close: Int64? = nil, volume: Int64? = nil
    ) -> Bar {
        Bar(
            openTime: openTime, open: open ?? self.open, high: high ?? self.high, low: low ?? self.low,
            close: close ?? self.close, volume: volume ?? self.volume)
    }

    fileprivate var flat: Bar { with(high: open, low: open, close: open, volume: volume / 2) }
    fileprivate var begun: Bar { with(close: open, volume: volume / 1000) }

    fileprivate func multiplied(_ factor: Double) -> Bar {
        let prices = [open, high, low, close].map { max(1, Int64(clamped: (Double($0) * factor).rounded())) }
        return with(open: prices[0], high: prices[1], low: prices[2], close: prices[3])
    }

    fileprivate func spiked(_ value: DataFault.SpikedValue, _ factor: Double) -> Bar {
        func times(_ number: Int64) -> Int64 { max(1, Int64(clamped: (Double(number) * factor).rounded())) }
        return switch value {
        case .high: with(high: times(high))
        case .low: with(low: times(low))
        case .close: with(high: max(high, times(close)), low: min(low, times(close)), close: times(close))
        case .volume: with(volume: times(volume))
        case .prices: multiplied(factor)
        }
    }
}
