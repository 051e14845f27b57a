import Analysis
import Domain
import Support
import Testing

struct IndicatorStreamTests {
    private let names = ["sma20", "ema20", "rsi14", "macd", "bollinger20", "atr14", "drawdown90", "volume20"]
        .compactMap { IndicatorName($0) }

    @Test("indicators of each new candle are TA-Lib’s to 1e-9, and unknown where TA-Lib’s are")
    func equalsTALib() throws {
        let table = try TALibTable("talib.tsv")
        var stream = IndicatorStream(names)
        #expect(stream.columns == table.columns && table.rows.count == 300)
        for (candle, row) in zip(try table.candles(), table.rows) {
            expectEqual(Array(zip(stream.columns, stream.add(candle))), row.values, row: row.row)
        }
    }

    @Test("indicators of whole series are TA-Lib’s to 1e-9, and unknown where TA-Lib’s are")
    func seriesEqualTALib() throws {
        let table = try TALibTable("talib.tsv")
        let series = series(of: try table.candles())
        for (index, row) in table.rows.enumerated() {
            expectEqual(series.map { ($0.0, $0.1[index].isNaN ? nil : $0.1[index]) }, row.values, row: row.row)
        }
    }

    @Test(
        "indicators of five recorded years are TA-Lib’s to 1e-9",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let table = try TALibTable("talib-recorded.tsv")
        let candles = try await RecordedHours.all().map(\.candle)
        let series = series(of: candles)
        var stream = IndicatorStream(names)
        let streamed = candles.map { stream.add($0) }
        #expect(table.rows.count == 150)
        for row in table.rows {
            expectEqual(
                series.map { ($0.0, $0.1[row.row].isNaN ? nil : $0.1[row.row]) }, row.values, row: row.row)
            expectEqual(Array(zip(stream.columns, streamed[row.row])), row.values, row: row.row)
        }
    }

    @Test("series that are too short have no known value", arguments: [0, 1, 2, 13, 14, 19, 20, 25, 26, 33, 34, 35])
    func short(count: Int) throws {
        let table = try TALibTable("talib.tsv")
        let series = series(of: Array(try table.candles().prefix(count)))
        for (index, row) in table.rows.prefix(count).enumerated() {
            expectEqual(series.map { ($0.0, $0.1[index].isNaN ? nil : $0.1[index]) }, row.values, row: row.row)
        }
        #expect(series.allSatisfy { $0.1.count == count })
    }

    @Test("candles of another currency change nothing, and have their own indicators")
    func currencies() throws {
        let table = try TALibTable("talib.tsv")
        var (mixed, dollars) = (IndicatorStream(names), IndicatorStream(names))
        for (index, candle) in try table.candles().enumerated() {
            if index.isMultiple(of: 7) {
                let other = try Candle(
                    .oneHour, at: candle.openTime, open: 2, high: 3, low: 1, close: 2, volume: 5, quote: .usdt)
                let values = mixed.add(other)
                #expect(index < 7 * 20 || values[0] == 2)
            }
            #expect(mixed.add(candle) == dollars.add(candle))
        }
    }

    @Test("the values of a series hardly depend on what is older than the memory of the indicator")
    func memory() throws {
        var walk = RandomWalk(seed: 3)
        let candles = try walk.hours(1500).map(\.candle)
        for name in names {
            let start = candles.count - name.memory - 1
            var (complete, late) = (IndicatorStream([name]), IndicatorStream([name]))
            var last: ([Double?], [Double?]) = ([], [])
            for (index, candle) in candles.enumerated() {
                last.0 = complete.add(candle)
                if index >= start { last.1 = late.add(candle) }
            }
            for (one, other) in zip(last.0, last.1) {
                let (one, other) = (try #require(one), try #require(other))
                #expect(abs(one - other) <= 1e-7 * max(1, abs(one)) / 100, "\(name.name) \(one) \(other)")
            }
        }
    }

    private func series(of candles: [Candle]) -> [(String, [Double])] {
        let (high, low) = (candles.map(\.high), candles.map(\.low))
        let (close, volume) = (candles.map(\.close), candles.map(\.volume))
        let macd = ConvergenceDivergence.values(of: close)
        let bands = BollingerBands.values(of: close, period: 20)
        return [
            ("sma20", SimpleAverage.values(of: close, period: 20)),
            ("ema20", ExponentialAverage.values(of: close, period: 20)),
            ("rsi14", RelativeStrength.values(of: close, period: 14)),
            ("macd", macd.macd), ("macd_signal", macd.signal), ("macd_histogram", macd.histogram),
            ("bollinger20_lower", bands.lower), ("bollinger20_middle", bands.middle),
            ("bollinger20_upper", bands.upper),
            ("atr14", AverageTrueRange.values(high: high, low: low, close: close, period: 14)),
            ("drawdown90", Drawdown.values(of: close, period: 90)),
            ("volume20", RelativeVolume.values(of: volume, period: 20)),
        ]
    }

    private func expectEqual(_ values: [(String, Double?)], _ expected: [String: Double], row: Int) {
        for (name, value) in values {
            switch (value, expected[name]) {
            case (nil, nil): break
            case (let value?, let wanted?):
                #expect(abs(value - wanted) <= 1e-9 * max(1, abs(wanted)), "\(name) of row \(row): \(value), \(wanted)")
            default: Issue.record("\(name) of row \(row): \(value as Any), \(expected[name] as Any)")
            }
        }
    }
}
