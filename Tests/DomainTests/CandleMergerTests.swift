import Domain
import Support
import Testing

@Suite("Coarser candles in one pass") struct CandleMergerTests {
    private func minute(_ n: Int64, _ open: Double, _ high: Double, _ low: Double, _ close: Double) -> CandleNumbers {
        CandleNumbers(
            openTime: .testEpoch + .minutes(n), open: open, high: high, low: low, close: close, volume: 0.5)
    }

    @Test("open is the first, close the last, high and low the extremes, volume the sum")
    func numbers() {
        var merger = CandleMerger(.fiveMinutes)
        merger.add([minute(0, 3, 4, 2, 3), minute(1, 3, 9, 3, 5), minute(4, 5, 6, 1, 2)])
        merger.finish()
        let made = CandleNumbers(openTime: .testEpoch, open: 3, high: 9, low: 1, close: 2, volume: 1.5)
        #expect(merger.candles == [made] && merger.counts == [3])
    }

    @Test("pieces of any size give the same candles, each on its grid, and none for a hole", arguments: [1, 3, 7, 500])
    func pieces(size: Int) {
        var minutes: [CandleNumbers] = []
        for number in Int64(0)..<500 where number % 11 != 0 && (number < 100 || number >= 240) {
            let price = Double(number + 5)
            minutes.append(minute(number, price, price + 2, price - 1, price + 1))
        }
        for interval in [Interval.fiveMinutes, .fifteenMinutes, .oneHour] {
            var merger = CandleMerger(interval)
            for start in stride(from: 0, to: minutes.count, by: size) {
                merger.add(Array(minutes[start..<min(start + size, minutes.count)]))
            }
            merger.finish()
            let groups = Dictionary(grouping: minutes) { interval.openTime(containing: $0.openTime) }
            #expect(merger.candles.map(\.openTime) == groups.keys.sorted())
            #expect(merger.counts == groups.sorted { $0.key < $1.key }.map(\.value.count))
            for made in merger.candles {
                let parts = groups[made.openTime] ?? []
                #expect(made.open == parts.first?.open && made.close == parts.last?.close)
                #expect(made.high == parts.map(\.high).max() && made.low == parts.map(\.low).min())
                #expect(made.volume == Double(parts.count) / 2)
            }
        }
    }

    @Test("an unfinished candle waits for its end, and what was taken is not given again")
    func taking() {
        var merger = CandleMerger(.fiveMinutes)
        merger.add((Int64(0)..<7).map { minute($0, 1, 1, 1, 1) })
        #expect(merger.take().counts == [5])
        #expect(merger.take().counts.isEmpty)
        merger.finish()
        #expect(merger.take().counts == [2])
        merger.finish()
        #expect(merger.take().counts.isEmpty)
    }

    @Test("nothing gives nothing")
    func nothing() {
        var merger = CandleMerger(.oneHour)
        merger.add([])
        merger.finish()
        #expect(merger.candles.isEmpty)
    }
}
