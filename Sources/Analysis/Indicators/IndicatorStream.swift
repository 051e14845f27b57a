package import Domain

/// Indicators of a series of candles, one after the other. A new candle costs the same however many there were.
///
/// Candles in different currencies are not mixed: each currency has its own series.
package struct IndicatorStream: Sendable {
    package let names: [IndicatorName]
    private var calculations: [Quote: [Calculation]] = [:]

    package init(_ names: [IndicatorName]) { self.names = names }

    /// The names of the values.
    package var columns: [String] { names.flatMap(\.columns) }

    /// Adds the next candle, later than the last one.
    /// - Returns: a value for each of ``columns``; `nil` while there are too few candles.
    package mutating func add(_ candle: Candle) -> [Double?] {
        var calculations = calculations[candle.quote] ?? names.map(Calculation.init)
        defer { self.calculations[candle.quote] = calculations }
        var values: [Double?] = []
        for index in calculations.indices { values += calculations[index].add(candle) }
        return values
    }

    private enum Calculation: Sendable {
        case close(any Indicator)
        case volume(RelativeVolume)
        case range(AverageTrueRange)
        case bands(BollingerBands)
        case convergence(ConvergenceDivergence)

        init(_ name: IndicatorName) {
            let period = name.period ?? 1
            self =
                switch name.kind {
                case .sma: .close(SimpleAverage(period: period))
                case .ema: .close(ExponentialAverage(period: period))
                case .rsi: .close(RelativeStrength(period: period))
                case .drawdown: .close(Drawdown(period: period))
                case .volume: .volume(RelativeVolume(period: period))
                case .atr: .range(AverageTrueRange(period: period))
                case .bollinger: .bands(BollingerBands(period: period))
                case .macd: .convergence(ConvergenceDivergence())
                }
        }

        mutating func add(_ candle: Candle) -> [Double?] {
            switch self {
            case .close(var indicator):
                let value = indicator.add(candle.close)
                self = .close(indicator)
                return [value]
            case .volume(var indicator):
                let value = indicator.add(candle.volume)
                self = .volume(indicator)
                return [value]
            case .range(var indicator):
                let value = indicator.add(high: candle.high, low: candle.low, close: candle.close)
                self = .range(indicator)
                return [value]
            case .bands(var indicator):
                let value = indicator.add(candle.close)
                self = .bands(indicator)
                return [value?.lower, value?.middle, value?.upper]
            case .convergence(var indicator):
                let value = indicator.add(candle.close)
                self = .convergence(indicator)
                return [value?.macd, value?.signal, value?.histogram]
            }
        }
    }
}
