import Domain
import Foundation

/// What TA-Lib computed: `talib.tsv` for a made-up market, `talib-recorded.tsv` for some hours of recorded years. Made
/// by `make_fixture.py`.
struct TALibTable {
    let columns: [String]
    /// By row of the market; `nil` where TA-Lib has none.
    let rows: [(row: Int, values: [String: Double])]

    init(_ name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        func cells(_ line: Substring) -> [String] {
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let head = cells(lines.first ?? "")
        columns = Array(head.dropFirst(5))
        rows = lines.dropFirst().map { line in
            let cells = cells(line)
            let pairs = zip(head, cells).compactMap { name, cell in Double(cell).map { (name, $0) } }
            return (Int(cells.first ?? "") ?? -1, Dictionary(pairs) { first, _ in first })
        }
    }

    /// The candles of all rows, by the hour.
    func candles() throws -> [Candle] {
        var last: Double?
        return try rows.map { row, values in
            let (high, low, close) = (values["high"] ?? 0, values["low"] ?? 0, values["close"] ?? 0)
            defer { last = close }
            return try Candle(
                .oneHour, at: Timestamp(seconds: Int64(row) * 3600), open: min(high, max(low, last ?? close)),
                high: high,
                low: low, close: close, volume: values["volume"] ?? 0)
        }
    }
}
