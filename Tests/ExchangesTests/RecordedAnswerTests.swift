import Domain
import Exchanges
import Foundation
import Outbound
import OutboundSupport
import Support
import Testing

/// Every recorded response through its adapter, compared with its own JSON, read by other code.
struct RecordedAnswerTests {
    @Test(
        "every recorded response of Binance gives each of its rows as a candle",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"), arguments: 1...11)
    func binance(_ number: Int) async throws {
        let recording = try Recorded("binance-klines-\(number).json")
        let rows = try #require(recording.body as? [[Any]])
        let expected = try rows.map { row in
            try Row(time: text(row[0]) * 1, row[1], row[2], row[3], row[4], row[5], unit: 1)
        }
        try await check(.binance, recording, expected, intervalName: "interval", quote: .usdt)
    }

    @Test(
        "every recorded response of Bitstamp gives each of its times once, complete",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"), arguments: 1...4)
    func bitstamp(_ number: Int) async throws {
        let recording = try Recorded("bitstamp-ohlc-\(number).json")
        let data = (recording.body as? [String: Any])?["data"] as? [String: Any]
        let rows = try #require(data?["ohlc"] as? [[String: String]])
        let all = try rows.map { row in
            func cell(_ key: String) throws -> Any { try #require(row[key]) }
            return try Row(
                time: text(try cell("timestamp")), try cell("open"), try cell("high"), try cell("low"),
                try cell("close"), try cell("volume"), unit: 1000)
        }
        let expected = Dictionary(all.map { ($0.time, $0) }) { $0.volume > $1.volume ? $0 : $1 }.values
        try await check(.bitstamp, recording, Array(expected), intervalName: "step", quote: .usd)
    }

    private func check(
        _ venue: Venue, _ recording: Recorded, _ expected: [Row], intervalName: String, quote: Quote
    ) async throws {
        let name = try #require(recording.parameters[intervalName])
        let interval = try #require(Interval.allCases.first { $0.rawValue == name || "\($0.seconds)" == name })
        let times = expected.map(\.time).sorted()
        let range = TimeRange(
            Timestamp(milliseconds: try #require(times.first)),
            until: Timestamp(milliseconds: try #require(times.last)) + interval.duration)
        let body = recording.bytes
        let source = venue.source(fetcher: StubFetcher { _ in OutboundResponse(body: body) })
        let page = try await source.page(of: interval, in: range)
        #expect(page.rejected.isEmpty)
        #expect(page.candles.map(\.openTime.milliseconds) == times)
        let byTime = Dictionary(uniqueKeysWithValues: expected.map { ($0.time, $0) })
        for candle in page.candles {
            let row = try #require(byTime[candle.openTime.milliseconds])
            #expect(
                [candle.open, candle.high, candle.low, candle.close, candle.volume]
                    == [row.open, row.high, row.low, row.close, row.volume])
            #expect(candle.quote == quote)
        }
    }

    private struct Row {
        let time: Int64
        let open: Double
        let high: Double
        let low: Double
        let close: Double
        let volume: Double

        init(time: Double, _ open: Any, _ high: Any, _ low: Any, _ close: Any, _ volume: Any, unit: Int64) throws {
            self.time = Int64(time) * unit
            self.open = try text(open)
            self.high = try text(high)
            self.low = try text(low)
            self.close = try text(close)
            self.volume = try text(volume)
        }
    }

    private struct Recorded {
        let body: Any
        let bytes: [UInt8]
        let parameters: [String: String]

        init(_ file: String) throws {
            let parsed = try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("exchanges/" + file)))
            let object = try #require(parsed as? [String: Any])
            let request = try #require(object["request"] as? String)
            body = try #require(object["body"])
            bytes = [UInt8](try JSONSerialization.data(withJSONObject: body))
            let query = request.split(separator: "?").last ?? ""
            parameters = Dictionary(
                query.split(separator: "&").map { pair in
                    let sides = pair.split(separator: "=")
                    return (String(sides[0]), String(sides[1]))
                }
            ) { $1 }
        }
    }
}

private func text(_ value: Any) throws -> Double { try #require(Double("\(value)")) }
