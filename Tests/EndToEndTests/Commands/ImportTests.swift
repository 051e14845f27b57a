import Domain
import Foundation
import Testing

/// `import` and `export`, by the real program over both engines.
struct ImportTests {
    /// What `import --json` prints.
    struct Report: Decodable {
        struct File: Decodable {
            struct Bad: Decodable {
                let line: Int
                let reason: String
            }
            let layout, interval, source, quote: String?
            let rows, new, updated, unchanged, bad_rows: Int
            let missing: Int?
            let bad: [Bad]
            let run: String
        }
        let files: [File]
    }

    private static let header = "time,open,high,low,close,volume,quote,source,closed\n"
    private static let exported =
        header + """
            2024-01-01T00:00:00Z,42000.5,42100,41900,42050,12.5,USD,coinbase,true
            2024-01-01T01:00:00Z,42050,42300.25,42000,42250,1e-08,USDT,binance,true
            2024-01-01T03:00:00Z,42250,42300,42200,42210,0,USD,kraken,true
            2024-01-01T04:00:00Z,42210,42220,42200,42205,3,USD,kraken,false

            """

    private func withDatabase(
        _ engine: Engine, _ body: (_ folder: String, _ settings: [String: String]) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try await body(folder, ["DATABASE_URL": try await engine.emptyDatabase(in: folder)])
        }
    }

    @Test("what was exported imports back to the same bytes, as CSV and as JSON", arguments: Engine.all)
    func roundTrip(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            try Data(Self.exported.utf8).write(to: URL(filePath: folder + "/first.csv"))
            let first = try await BitcoinAnalyzer.run(["import", "first.csv", "--json"], settings, in: folder)
            #expect(first.code == 0, "\(first)")
            #expect(try first.json(Report.self).files.map(\.new) == [4])
            let csv = try await BitcoinAnalyzer.run(["export", "candles"], settings, in: folder)
            #expect(csv.output == Self.exported)
            let json = try await BitcoinAnalyzer.run(["export", "candles", "--format", "json"], settings, in: folder)
            try Data(json.output.utf8).write(to: URL(filePath: folder + "/second.json"))
            let other = ["DATABASE_URL": try await engine.emptyDatabase(in: folder + "/other")]
            let second = try await BitcoinAnalyzer.run(["import", "second.json"], other, in: folder)
            #expect(second.code == 0, "\(second)")
            #expect(try await BitcoinAnalyzer.run(["export", "candles"], other, in: folder).output == Self.exported)
            #expect(
                try await BitcoinAnalyzer.run(["export", "candles", "--json"], other, in: folder).output == json.output)
            let again = try await BitcoinAnalyzer.run(["import", "first.csv", "--json"], settings, in: folder)
            #expect(try again.json(Report.self).files.map(\.unchanged) == [4])
        }
    }

    @Test("articles come back to the same bytes too, whatever their texts hold", arguments: Engine.all)
    func articles(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            let text = """
                published,title,link,publisher,language,summary,feed,first_seen
                ,"Undated, ""so"" they say",https://example.org/a,Example,,,example.org,2024-01-01T00:00:00Z
                2024-01-02T00:00:00Z,Bitcoin à 42 000 $ 👨‍👩‍👧,https://example.org/b?id=1,Example,fr,« Résumé » <b>,example.org,2024-01-02T00:05:00Z

                """
            try Data(text.utf8).write(to: URL(filePath: folder + "/news.csv"))
            let first = try await BitcoinAnalyzer.run(["import", "news.csv", "--json"], settings, in: folder)
            #expect(first.code == 0, "\(first)")
            #expect(try first.json(Report.self).files.map(\.new) == [2])
            #expect(try await BitcoinAnalyzer.run(["export", "news"], settings, in: folder).output == text)
            let json = try await BitcoinAnalyzer.run(["export", "news", "--format", "json"], settings, in: folder)
            try Data(json.output.utf8).write(to: URL(filePath: folder + "/news.json"))
            let other = ["DATABASE_URL": try await engine.emptyDatabase(in: folder + "/other")]
            #expect(try await BitcoinAnalyzer.run(["import", "news.json"], other, in: folder).code == 0)
            #expect(try await BitcoinAnalyzer.run(["export", "news"], other, in: folder).output == text)
        }
    }

    @Test(
        "a bad row refuses the whole file with 65, file, line and reason, and names the option", arguments: Engine.all)
    func badRow(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            let text = Self.exported + "2024-01-01T05:00:00Z,1,2,3,4,5,USD,kraken,true\n"
            try Data(text.utf8).write(to: URL(filePath: folder + "/bad.csv"))
            let refused = try await BitcoinAnalyzer.run(["import", "bad.csv"], settings, in: folder)
            #expect(refused.code == 65, "\(refused)")
            #expect(refused.errors.contains("bad.csv:6: high 2 is below low 3"), "\(refused)")
            #expect(refused.errors.contains("--skip-bad-rows"))
            #expect(try await Dump(of: settings["DATABASE_URL"] ?? "").candles.isEmpty)
            let skipped = try await BitcoinAnalyzer.run(
                ["import", "bad.csv", "--skip-bad-rows", "--json"], settings, in: folder)
            #expect(skipped.code == 0, "\(skipped)")
            let file = try #require(try skipped.json(Report.self).files.first)
            #expect(file.new == 4 && file.bad_rows == 1 && file.bad.map(\.line) == [6])
            let runs = try await Dump(of: settings["DATABASE_URL"] ?? "").runs
            #expect(runs.map(\.id.rawValue) == [file.run] && runs.map(\.command) == ["import"])
        }
    }

    @Test("a missing file, a folder and no file are told apart", arguments: [Engine.sqlite])
    func absent(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            for (words, code) in [(["absent.csv"], Int32(74)), (["."], 74), ([], 64), (["-", "-"], 64)] {
                let ended = try await BitcoinAnalyzer.run(["import"] + words, settings, in: folder)
                #expect(ended.code == code, "\(words): \(ended)")
            }
        }
    }
}
