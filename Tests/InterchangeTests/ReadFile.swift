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
        var all: [LoadedCandle] = []
        let feed = try CandleFeed(bytes, name: name, modified: modified, options, run: run, now: now)
        while true {
            let chunk = try feed.next()
            if chunk.isEmpty { break }
            all += chunk
        }
        file = feed
        summary = feed.summary
        let provenances = feed.provenances
        candles = try all.map { row in
            let provenance = provenances[Int(row.place)]
            return ArchivedCandle(
                try Candle(feed.interval, row.numbers, quote: provenance.quote), source: provenance.source, run: run,
                seenAt: provenance.seenAt, known: row.known)
        }
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
