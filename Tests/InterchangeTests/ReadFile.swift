import Domain

@testable import Interchange

/// A file that was read to its end.
struct ReadFile {
    let candles: [ArchivedCandle]
    let file: CandleFeed
    let summary: CandleFileSummary

    /// - Parameter now: when it is read; all examples are older than the default.
    init(
        _ bytes: [UInt8], name: String = "candles.csv", modified: Timestamp? = nil,
        _ options: ImportOptions = ImportOptions(), now: Timestamp = Timestamp(seconds: 1_790_000_000)
    ) throws {
        let run = RunID(rawValue: "import")
        var all: [ArchivedCandle] = []
        func read(_ provenance: CandleProvenance?) throws -> CandleFeed {
            let feed = try CandleFeed(
                bytes, name: name, modified: modified, options, run: run, now: now, only: provenance)
            while true {
                let chunk = try feed.next()
                if chunk.isEmpty { break }
                let (source, quote, seen) = (feed.provenance.source, feed.provenance.quote, feed.provenance.seenAt)
                all += try chunk.map {
                    ArchivedCandle(
                        try Candle(
                            feed.interval, at: $0.openTime, open: $0.open, high: $0.high, low: $0.low, close: $0.close,
                            volume: $0.volume, quote: quote), source: source, run: run, seenAt: seen)
                }
            }
            return feed
        }
        file = try read(nil)
        summary = file.summary
        let others = file.others
        for provenance in others { _ = try read(provenance) }
        candles = others.isEmpty ? all : all.sorted { $0.candle.openTime < $1.candle.openTime }
    }

    init(
        _ text: String, name: String = "candles.csv", modified: Timestamp? = nil,
        _ options: ImportOptions = ImportOptions(), now: Timestamp = Timestamp(seconds: 1_790_000_000)
    ) throws {
        try self.init(Array(text.utf8), name: name, modified: modified, options, now: now)
    }

    /// Open time and numbers of the first candle.
    var first: String? { candles.first.map { Self.line($0.candle) } }

    static func line(_ candle: Candle) -> String {
        let numbers = [candle.open, candle.high, candle.low, candle.close, candle.volume].map(\.shortest)
        return ([candle.openTime.rfc3339] + numbers).joined(separator: " ")
    }
}

/// The failure of reading a file.
func failure(_ read: () throws -> ReadFile) -> ImportFailure? {
    do {
        _ = try read()
        return nil
    } catch {
        return error as? ImportFailure
    }
}
