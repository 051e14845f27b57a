import Domain
import Foundation
import Support

/// The 45,024 real hours of Binance, 2017 to 2022.
enum RecordedHours {
    static func all() throws -> [ClosedCandle] {
        guard let folder = SharedData.folder else { return [] }
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-dc", folder + "/ohlcv/binance-btcusdt-1h-2017-2022.csv.gz"]
        let output = Pipe()
        gunzip.standardOutput = output
        try gunzip.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        gunzip.waitUntilExit()
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",").compactMap { Double($0) }
            guard cells.count == 6 else { return nil }
            let candle = try Candle(
                .oneHour, at: Timestamp(milliseconds: Int64(cells[0])), open: cells[1], high: cells[2], low: cells[3], close: cells[4],
                volume: cells[5], quote: .usdt)
            return ClosedCandle(candle, closedBy: candle.closeTime)
        }
    }
}
