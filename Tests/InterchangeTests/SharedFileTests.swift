import Domain
import FoundationEssentials
import Support
import Testing

@testable import Interchange

/// The recorded files, which lie beside the project.
@Suite(.enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
struct SharedFileTests {
    private struct Gap: Decodable {
        let gap_start, gap_end: String
        let missing: Int
    }

    @Test("the gaps of Binance's hours from 2017 to 2022 are exactly the recorded ones")
    func binanceGaps() throws {
        let read = try ReadFile(
            try SharedData.bytes("ohlcv/binance-btcusdt-1h-2017-2022.csv.gz"),
            name: "binance-btcusdt-1h-2017-2022.csv.gz")
        let expected = try JSONDecoder().decode(
            [Gap].self, from: Data(try SharedData.bytes("ohlcv/binance-btcusdt-1h-gaps.json")))
        func text(_ moment: Timestamp) -> String {
            String(moment.rfc3339.dropLast()).replacing("T", with: " ")
        }
        #expect(read.file.first.source == "binance")
        #expect(read.file.first.quote == .usdt)
        #expect(read.file.interval == .oneHour)
        #expect(read.candles.count == 45_024)
        #expect(
            read.summary.gaps.map { "\(text($0.first)) \(text($0.last)) \($0.missing)" }
                == expected.map { "\($0.gap_start) \($0.gap_end) \($0.missing)" })
    }

    @Test("a year of Bitfinex's minutes is read in its own order of columns")
    func bitfinex() throws {
        let read = try ReadFile(
            try SharedData.bytes("ohlcv/bitfinex-btcusd-1m-2018.csv.gz"), name: "bitfinex-btcusd-1m-2018.csv.gz")
        #expect(read.file.layout.family == .bitfinex)
        #expect(read.file.interval == .oneMinute)
        #expect(read.file.first.quote == .usd)
        #expect(read.candles.count == 520_499)
        #expect(read.summary.badRows == 0)
        #expect(read.first == "2018-01-01T00:00:00Z 13763 13788 13752.18233851 13753 5.13326771")
    }
}
