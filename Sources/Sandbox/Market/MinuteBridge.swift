import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Draws the minutes of an hour with known open, high, low, close and volume; they add up to that hour exactly.
struct MinuteBridge {
    let seed: UInt64

    func minutes(of hour: SimulatedHour) -> [Bar] {
        var random = SplitMix64(seed: seed, stream: .minutes, index: hour.index)
        let path = path(of: hour, &random)
        let step = hour.volatility / Double(Self.count).squareRoot()
        let wicks = (0..<Self.count).map { minute in
            (
                high: max(path[minute], path[minute + 1]) * (1 + 0.4 * step * random.exponential() + 1e-6),
                low: min(path[minute], path[minute + 1]) * (1 - 0.4 * step * random.exponential() - 1e-6)
            )
        }
        let fitted = Fit(to: hour.bar, highest: wicks.map(\.high).max() ?? 0, lowest: wicks.map(\.low).min() ?? 0)
        let volumes = volumes(of: hour, along: path, &random)
        return (0..<Self.count).map { minute in
            let open = minute == 0 ? hour.bar.open : fitted(path[minute])
            let close = minute == Self.count - 1 ? hour.bar.close : fitted(path[minute + 1])
            return Bar(
                openTime: hour.bar.openTime + .minutes(Int64(minute)), open: open,
                high: max(open, close, fitted(wicks[minute].high)),
                low: min(open, close, fitted(wicks[minute].low)), close: close, volume: volumes[minute])
        }
    }

    private static let count = 60

    /// 61 prices in cents: a Brownian bridge from the hour's open to its close, with its jump in one minute.
    private func path(of hour: SimulatedHour, _ random: inout SplitMix64) -> [Double] {
        let totalMove = log(Double(hour.bar.close) / Double(hour.bar.open)) - hour.jump
        var walk = [0.0]
        for _ in 0..<Self.count {
            walk.append(walk[walk.count - 1] + hour.volatility / Double(Self.count).squareRoot() * random.normal())
        }
        return (0...Self.count).map { minute in
            let share = Double(minute) / Double(Self.count)
            let bridged = share * totalMove + walk[minute] - share * walk[Self.count]
            return Double(hour.bar.open) * exp(bridged + (minute > hour.jumpMinute ? hour.jump : 0))
        }
    }

    /// The volume of each minute in satoshis, larger where the price moved more; the last minute gets the rounding
    /// difference.
    private func volumes(of hour: SimulatedHour, along path: [Double], _ random: inout SplitMix64) -> [Int64] {
        let weights = (0..<Self.count).map { minute in
            random.exponential() + 20 * abs(path[minute + 1] - path[minute]) / (hour.volatility * path[0])
        }
        let unit = Double(hour.bar.volume) * 0.999_999 / weights.reduce(0, +)
        var volumes = weights.map { Int64($0 * unit) }
        volumes[Self.count - 1] += hour.bar.volume - volumes.reduce(0, +)
        return volumes
    }
}

/// Scales the prices above the open and close of the hour so that their maximum is its high, and those below
/// accordingly. The order of prices is kept, so that each minute stays plausible.
private struct Fit {
    private let bar: Bar
    private let above: Double
    private let below: Double

    init(to bar: Bar, highest: Double, lowest: Double) {
        self.bar = bar
        let top = Double(max(bar.open, bar.close))
        let bottom = Double(min(bar.open, bar.close))
        above = (Double(bar.high) - top) / (highest - top)
        below = (bottom - Double(bar.low)) / (bottom - lowest)
    }

    func callAsFunction(_ price: Double) -> Int64 {
        let top = Double(max(bar.open, bar.close))
        let bottom = Double(min(bar.open, bar.close))
        if price > top { return Int64((top + (price - top) * above).rounded()) }
        if price < bottom { return Int64((bottom - (bottom - price) * below).rounded()) }
        return Int64(price.rounded())
    }
}
