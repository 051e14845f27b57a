import Domain
import Foundation
import Storage
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

    @Test("every interval comes back to the same bytes, with what is known and doubtful", arguments: Engine.all)
    func everyInterval(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            // Minutes of ten days, with holes, and an hour of a venue.
            var text = Self.header
            let start = Timestamp(seconds: 1_704_067_200)
            for minute in Int64(0)..<14_400 where minute % 1000 > 90 {
                let (open, close) = (40_000 + minute % 77, 40_000 + (minute + 1) % 77)
                text +=
                    "\(start + .minutes(minute)),\(open),\(max(open, close)).5,\(min(open, close)),\(close),0.25,USD,"
                text += minute < 5000 ? "kraken,true\n" : "coinbase,true\n"
            }
            try Data(text.utf8).write(to: URL(filePath: folder + "/minutes.csv"))
            #expect(try await BitcoinAnalyzer.run(["import", "minutes.csv"], settings, in: folder).code == 0)
            let hour = Self.header + "2024-01-12T00:00:00Z,42000.5,42100,41900,42050,12.5,USDT,binance,true\n"
            try Data(hour.utf8).write(to: URL(filePath: folder + "/hour.csv"))
            #expect(
                try await BitcoinAnalyzer.run(["import", "hour.csv", "--interval", "1h"], settings, in: folder).code
                    == 0)
            try await EndToEndTests.withDatabase(settings["DATABASE_URL"] ?? "") { database in
                for interval in Interval.allCases {
                    let time = interval.openTime(containing: start + .days(8))
                    try await database.sightings.setDoubtful(
                        [DoubtfulCandle(interval, at: time, reason: .spike, since: time)], of: interval,
                        in: TimeRange(time, until: time + interval.duration))
                }
            }
            for interval in Interval.allCases.map(\.rawValue) {
                func export(_ format: String, _ settings: [String: String]) async throws -> String {
                    try await BitcoinAnalyzer.run(
                        ["export", "candles", "--interval", interval, "--format", format], settings, in: folder
                    ).output
                }
                let (csv, json) = (try await export("csv", settings), try await export("json", settings))
                #expect(csv.contains(",spike\n") && json.contains(#""doubt":"spike""#), "\(interval)")
                #expect(csv.contains(",known,expected,doubtful\n") == (interval != "1m"))
                for (name, bytes) in [("a.csv", csv), ("a.json", json)] {
                    try Data(bytes.utf8).write(to: URL(filePath: folder + "/" + name))
                    let other = ["DATABASE_URL": try await engine.emptyDatabase(in: folder + "/\(interval)\(name)")]
                    let ended = try await BitcoinAnalyzer.run(["import", name], other, in: folder)
                    #expect(ended.code == 0, "\(ended)")
                    #expect(try await export("csv", other) == csv, "\(interval) \(name)")
                    #expect(try await export("json", other) == json, "\(interval) \(name)")
                }
            }
        }
    }

    @Test("an import of several files that stops says which were stored", arguments: [Engine.sqlite])
    func stopped(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            try Data(Self.exported.utf8).write(to: URL(filePath: folder + "/first.csv"))
            try Data((Self.exported + "x\n").utf8).write(to: URL(filePath: folder + "/second.csv"))
            let ended = try await BitcoinAnalyzer.run(
                ["import", "first.csv", "second.csv", "first.csv"], settings, in: folder)
            #expect(ended.code == 65)
            #expect(ended.output.contains("first.csv: export of Bitcoin Analyzer; interval 1h (detected)"))
            #expect(ended.errors.contains("stored before the import stopped, 1 of 3 files: first.csv"), "\(ended)")
            #expect(ended.errors.contains("second.csv:6: 1 field, 9 expected"), "\(ended)")
        }
    }

    @Test("articles come back to the same bytes too, whatever their texts hold", arguments: Engine.all)
    func articles(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            // The last three are two items of one page, and one of Google News, whose identity is not that of its link.
            let text = """
                published,title,link,publisher,language,summary,feed,first_seen,id,author,untitled
                ,"Undated, ""so"" they say",https://example.org/a,Example,,,example.org,2024-01-01T00:00:00Z,\
                94584207f807e901fa3f47eaaf3d3ff3e62e2edaaf9edcf3d7accf0391740f58,"Doe, Jane",
                2024-01-02T00:00:00Z,Bitcoin à 42 000 $ 👨‍👩‍👧,https://example.org/b?id=1,Example,fr,« Résumé » <b>,example.org,2024-01-02T00:05:00Z,\
                da2b2bf985e5a12dc0f7397ba58dce67858446d8c317bb8a6c2829e83365fa35,Zoé,true
                2024-01-03T00:00:00Z,One,https://example.org/live,Example,en,,example.org,2024-01-03T00:05:00Z,\
                1111111111111111111111111111111111111111111111111111111111111111,,
                2024-01-04T00:00:00Z,Two,https://example.org/live,Example,en,,example.org,2024-01-04T00:05:00Z,\
                2222222222222222222222222222222222222222222222222222222222222222,,
                2024-01-05T00:00:00Z,Three,https://news.google.com/rss/articles/CBMi?oc=5,Example,en,,news.google.com,2024-01-05T00:05:00Z,\
                3333333333333333333333333333333333333333333333333333333333333333,,

                """
            try Data(text.utf8).write(to: URL(filePath: folder + "/news.csv"))
            let first = try await BitcoinAnalyzer.run(["import", "news.csv", "--json"], settings, in: folder)
            #expect(first.code == 0, "\(first)")
            #expect(try first.json(Report.self).files.map(\.new) == [5])
            #expect(try await BitcoinAnalyzer.run(["export", "news"], settings, in: folder).output == text)
            let json = try await BitcoinAnalyzer.run(["export", "news", "--format", "json"], settings, in: folder)
            try Data(json.output.utf8).write(to: URL(filePath: folder + "/news.json"))
            let other = ["DATABASE_URL": try await engine.emptyDatabase(in: folder + "/other")]
            #expect(try await BitcoinAnalyzer.run(["import", "news.json"], other, in: folder).code == 0)
            #expect(try await BitcoinAnalyzer.run(["export", "news"], other, in: folder).output == text)
            let again = try await BitcoinAnalyzer.run(["import", "news.json", "--json"], settings, in: folder)
            #expect(try again.json(Report.self).files.map(\.new) == [0])
            // As earlier versions wrote it: the identity of the first two is that of their link.
            let lines = text.split(separator: "\n").prefix(3).map { $0.replacing(/,(id|[0-9a-f]{64}),.*/, with: "") }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: folder + "/earlier.csv"))
            let earlier = try await BitcoinAnalyzer.run(["import", "earlier.csv", "--json"], settings, in: folder)
            #expect(try earlier.json(Report.self).files.map(\.new) == [0], "\(earlier)")
        }
    }

    @Test("a file whose last row is bad leaves nothing, and no run, however long it is", arguments: Engine.all)
    func badEnd(_ engine: Engine) async throws {
        try await withDatabase(engine) { folder, settings in
            let rows = (0..<50_000).map { "\(1_600_000_020_000 + $0 * 60_000),10,11,9,10,1\n" }.joined()
            try Data(("time,open,high,low,close,volume\n" + rows + "x\n").utf8).write(
                to: URL(filePath: folder + "/long.csv"))
            let refused = try await BitcoinAnalyzer.run(
                ["import", "long.csv", "--source", "kraken", "--quote", "USD"], settings, in: folder)
            #expect(refused.code == 65 && refused.errors.contains("long.csv:50002: "), "\(refused)")
            let dump = try await Dump(of: settings["DATABASE_URL"] ?? "")
            #expect(dump.candles.isEmpty && dump.runs.isEmpty)
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

    @Test("a pipe that cannot be copied to the folder of temporary files names that folder, and how to choose one")
    func noTemporaryFolder() async throws {
        try await withDatabase(.sqlite) { folder, settings in
            try Data(Self.exported.utf8).write(to: URL(filePath: folder + "/a.csv"))
            var settings = settings
            settings["TMPDIR"] = folder + "/absent"
            let program = try BitcoinAnalyzer.start(["import", "-"], settings, in: folder, by: Self.pipe)
            defer { program.destroy() }
            let ended = try await program.end()
            #expect(ended.code == 74, "\(ended)")
            #expect(ended.errors.contains("a temporary file in \(folder)/absent cannot be written"), "\(ended)")
            #expect(ended.errors.contains("TMPDIR") && ended.errors.contains("nothing was changed"), "\(ended)")
        }
    }

    private static let pipe = ["/bin/sh", "-c", #"cat a.csv | "$0" "$@""#]
}
