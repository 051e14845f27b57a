import Domain
import Sandbox
import Support

/// 45,024 recorded hours of Binance, 2017 to 2022.
enum RecordedHours {
    static func all() async throws -> [ClosedCandle] {
        guard let folder = SharedData.folder else { return [] }
        let text = try await ChildProcess.run(
            ["gzip", "-dc", folder + "/ohlcv/binance-btcusdt-1h-2017-2022.csv.gz"], in: "/")
        return try text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",").compactMap { Double($0) }
            guard cells.count == 6 else { return nil }
            let candle = try Candle(
                .oneHour, at: Timestamp(milliseconds: Int64(cells[0])), open: cells[1], high: cells[2], low: cells[3],
                close: cells[4],
                volume: cells[5], quote: .usdt)
            return ClosedCandle(candle, closedBy: candle.closeTime)
        }
    }
}
