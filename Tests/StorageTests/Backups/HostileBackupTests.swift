import Domain
import Foundation
import Support
import Testing

@testable import Storage

/// Backups whose checksums are right, written to do harm.
@Suite("A hostile backup") struct HostileBackupTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let table: String
        let line: String
        let schema: Int
        let testDescription: String

        /// A sample row with one field replaced.
        init(_ what: String, _ table: String, _ field: Int, _ value: String) {
            let sample =
                switch table {
                case "candles": SampleBackup.firstCandle
                case "candles_1h": SampleBackup.candle
                case "origins": "1\t1\t1\tr1\t1700010000000"
                case "sources": "1\tkraken"
                case "push_subscriptions":
                    "0123456789abcdef\thttps://p.example/x\t\(PushSubscription.sampleKey)\t\(PushSubscription.sampleSecret)\ten\t1700010000000\t\\N"
                case "price_alerts": "a\tabove\t100\t\\N\t\\N\tUSD\tn\t1700010000000\t\\N\t0\t\\N\t\\N"
                default: SampleBackup.article
                }
            var fields = sample.split(separator: "\t").map(String.init)
            fields[field] = value
            schema = table == "candles" ? 3 : Migration.newest
            (self.table, line, testDescription) = (table, fields.joined(separator: "\t"), what)
        }

        static let all: [Row] = [
            Row("a price that is not a number", "candles", 5, "nan"),
            Row("an infinite price", "candles", 3, "inf"), Row("a price that overflows", "candles", 3, "1e999"),
            Row("text where a price belongs", "candles", 5, "expensive"),
            Row("a price of nothing", "candles", 4, "0"), Row("a negative volume", "candles", 6, "-1"),
            Row("a low above the high", "candles", 4, "500"), Row("no price", "candles", 5, "\\N"),
            Row("a negative time", "candles", 1, "-3600000"),
            Row("the smallest integer as a time", "candles", 1, "-9223372036854775808"),
            Row("the largest integer as a time", "candles", 1, "9223372036854775807"),
            Row("a time beyond integers", "candles", 1, "99999999999999999999"),
            Row("a time off the grid", "candles", 1, "1700002800001"),
            Row("an unknown interval", "candles", 0, "2h"), Row("a flag of 2", "candles", 11, "2"),
            Row("closed before its end", "candles", 10, "1700002800000"),
            Row("an hour's price that is not a number", "candles_1h", 5, "nan"),
            Row("an infinite high", "candles_1h", 3, "inf"), Row("a low of nothing", "candles_1h", 4, "0"),
            Row("text where a low belongs", "candles_1h", 4, "low"), Row("a volume below 0", "candles_1h", 6, "-1"),
            Row("a low above the open", "candles_1h", 4, "119"), Row("no close", "candles_1h", 5, "\\N"),
            Row("a number of a source beyond 2 bytes", "sources", 0, "32768"),
            Row("a source of an origin beyond 2 bytes", "origins", 1, "32768"),
            Row("no minute", "candles_1h", 0, "\\N"), Row("a negative minute", "candles_1h", 0, "-60"),
            Row("a minute beyond 4 bytes", "candles_1h", 0, "2147483700"),
            Row("the smallest integer as a minute", "candles_1h", 0, "-9223372036854775808"),
            Row("a minute off the grid", "candles_1h", 0, "28333381"),
            Row("more minutes than an hour has", "candles_1h", 7, "61"),
            Row("a negative origin", "candles_1h", 1, "-1"), Row("no origin", "candles_1h", 1, "\\N"),
            Row("an origin that is in no table", "candles_1h", 1, "7"),
            Row("an origin of a source that is in no table", "origins", 1, "7"),
            Row("a time of observation before 1970", "origins", 4, "-1"),
            Row("a title of two megabytes", "articles", 1, String(repeating: "x", count: 2 << 20)),
            Row("an id of a megabyte", "articles", 0, String(repeating: "x", count: 1 << 20)),
            Row("no title", "articles", 1, "\\N"), Row("one column more", "articles", 1, "a\tb"),
            Row("a backslash at the end", "articles", 11, "1\\"),
            Row("an alert at a negative price", "price_alerts", 2, "-5"),
            Row("an alert without a price", "price_alerts", 2, "\\N"),
            Row("an alert with a price and a percentage", "price_alerts", 3, "5"),
            Row("a browser at no address", "push_subscriptions", 1, "file:///etc/passwd"),
            Row(
                "a browser at an address of two thousand bytes", "push_subscriptions", 1,
                "https://p.example/" + String(repeating: "x", count: 2000)),
            Row("a browser with a short key", "push_subscriptions", 2, "BCVx"),
            Row("a browser with a secret that is no base64url", "push_subscriptions", 3, "!!!!"),
            Row("a browser without a secret", "push_subscriptions", 3, "\\N"),
            Row("a time of year 300000", "articles", 10, "9403320960000000"),
        ]
    }

    @Test("a number beyond two bytes is refused before either engine gets it", arguments: Engine.all)
    func small(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            let rows = SampleBackup.candleRows.merging(["sources": ["40000\tkraken"]]) { $1 }
            try SampleBackup(rows: rows).write(to: folder + "/b")
            let failure = try await archiveFailure { _ = try await restore(folder + "/b", into: url) }
            #expect(failure.kind == .corrupt && failure.detail == "id is no count", "\(failure)")
        }
    }

    @Test("a value that no venue or feed may give is refused, and nothing is touched", arguments: Row.all)
    func values(_ row: Row) async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            try SampleBackup(
                schema: row.schema, rows: SampleBackup.candleRows.merging([row.table: [row.line]]) { $1 }
            ).write(to: folder + "/b")
            let failure = try await archiveFailure { _ = try await restore(folder + "/b", into: target.url) }
            #expect(failure.kind == .corrupt && failure.hint.english.contains("another backup"), "\(failure)")
            try target.check()
        }
    }

    @Test("the sample itself is accepted, so the other tests are refused for their reason", arguments: Engine.all)
    func sample(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            try SampleBackup(rows: SampleBackup.candleRows.merging(["articles": [SampleBackup.article]]) { $1 }).write(
                to: folder + "/b")
            let report = try await restore(folder + "/b", into: url)
            #expect(report.tables.map(\.rows).reduce(0, +) == 5)
        }
    }

    @Test("two rows of one key, which only the database can refuse", arguments: Engine.all)
    func twice(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            try await withOpen(url) { _ = try await $0.candles.keep([try .hour(5, close: 77)]) }
            let before = try await allRows(of: url)
            try SampleBackup(rows: ["candles_1h": [SampleBackup.candle, SampleBackup.candle]]).write(to: folder + "/b")
            let failure = try await archiveFailure { _ = try await restore(folder + "/b", into: url) }
            #expect(failure.kind == .corrupt, "\(failure)")
            #expect(try await allRows(of: url) == before)
        }
    }

    @Test("a layout, a schema or a list of tables that is not ours")
    func layout() async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            for (sample, kind): (SampleBackup, ArchiveFailure.Kind) in [
                (SampleBackup(schema: 0), .corrupt), (SampleBackup(schema: -1), .corrupt),
                (SampleBackup(schema: Migration.newest + 1), .newer), (SampleBackup(schema: .max), .newer),
                (SampleBackup(first: "bitcoin-analyzer backup 2"), .newer),
                (SampleBackup(first: "bitcoin-analyzer backup x"), .corrupt),
                (SampleBackup(without: ["runs"]), .corrupt), (SampleBackup(rows: ["runs": ["\\."]]), .corrupt),
            ] {
                try sample.write(to: folder + "/b")
                let failure = try await archiveFailure { _ = try await restore(folder + "/b", into: target.url) }
                #expect(failure.kind == kind, "\(failure)")
                try target.check()
            }
        }
    }

    @Test("text that would be code elsewhere is text, and cannot act on a terminal", arguments: Engine.all)
    func texts(_ engine: Engine) async throws {
        try await withTarget(engine) { folder, url in
            let harmful = [
                "'); DROP TABLE candles; --", #"\\! touch \#(folder)/run"#,
                "copy (select 1) to program 'touch \(folder)/run'", "\u{9B}2J\u{202E}txt", "{a,\"b\",NULL}",
            ]
            let rows = harmful.enumerated().map { index, text in
                var fields = SampleBackup.article.split(separator: "\t").map(String.init)
                (fields[0], fields[1]) = ("a\(index)", text)
                return fields.joined(separator: "\t")
            }
            try SampleBackup(rows: ["articles": rows]).write(to: folder + "/b")
            _ = try await restore(folder + "/b", into: url)
            let titles = try await allRows(of: url)["articles"]?.map { $0[1] } ?? []
            #expect(
                titles == [
                    .text(harmful[0]), .text(#"\! touch \#(folder)/run"#), .text(harmful[2]),
                    .text("\u{FFFD}2J\u{FFFD}txt"), .text(harmful[4]),
                ])
            #expect(!FileManager.default.fileExists(atPath: folder + "/run"))
        }
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() async throws {
        try await withFolder { folder in
            let target = try await UntouchedTarget(in: folder)
            let columns = try SchemaCatalog().copied.first { $0.name == "articles" }?.columns ?? []
            var line = Array(SampleBackup.article.utf8)
            #expect(CopyText.values(of: line[...], columns) != nil)
            line[4] = 0xFF
            #expect(CopyText.values(of: line[...], columns) == nil)
            try target.check()
        }
    }

    @Test("every column of numbers has a rule of its own")
    func rules() throws {
        for table in try SchemaCatalog().copied {
            for column in table.columns where column.kind == .integer {
                let known = RowRules.times.union(RowRules.anyTimes).union(RowRules.counts).union(RowRules.flags)
                    .union(RowRules.spans)
                #expect(known.contains(column.name), "\(table.name).\(column.name)")
            }
        }
    }
}
