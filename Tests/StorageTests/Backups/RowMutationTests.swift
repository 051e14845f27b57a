import Domain
import Support
import Testing

@testable import Storage

@Suite("Mutated rows of a backup") struct RowMutationTests {
    private static let words = [
        "\t", "\\", "\\N", "\\.", "nan", "-inf", "1e999", "-9223372036854775808", "9223372036854775807", "0x1p3",
        "-0.0",
        "\u{202E}", "\u{9B}", "1h", "1w", "\0",
    ].map { Array($0.utf8) }

    @Test("no row ends the process, and one that is accepted keeps the rules and survives another backup")
    func mutations() throws {
        var random = SeededGenerator(seed: 9)
        let catalog = try SchemaCatalog()
        for (name, sample) in [("candles_1h", SampleBackup.candle), ("articles", SampleBackup.article)] {
            let table = try #require(catalog.copied.first { $0.name == name })
            let rules = RowRules(table)
            var accepted = 0
            for _ in 0..<4000 {
                var line = Array(sample.utf8)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: 0..<line.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: line[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    case 1: line.remove(at: place)
                    case 2: line.insert(UInt8.random(in: 0...255, using: &random), at: place)
                    default: line.replaceSubrange(place..<place, with: Self.words.randomElement(using: &random) ?? [])
                    }
                    if line.isEmpty { line = [0] }
                }
                guard let values = CopyText.values(of: line[...], table.columns), let row = try? rules.checked(values)
                else { continue }
                accepted += 1
                var written: [UInt8] = []
                CopyText.append(row.values, to: &written)
                let again = try #require(CopyText.values(of: written.dropLast(), table.columns))
                #expect(try rules.checked(again).values == row.values, "\(String(decoding: line, as: UTF8.self))")
                guard name == "candles_1h" else { continue }
                _ = try CandleRow.candle(
                    .oneHour, at: CandleTable.time(of: try row.integer(0)), numbers: row, from: 2, quote: .usd)
            }
            #expect(accepted > 0, "the test reaches the rules")
        }
    }
}
