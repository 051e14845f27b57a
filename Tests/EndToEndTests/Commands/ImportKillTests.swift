import Domain
import Foundation
import Support
import Testing

@testable import Storage

/// `kill -9` of `import` at any moment: nothing of the file is kept, or all of it.
struct ImportKillTests {
    private static let kills = Kills.wanted ?? 8
    private static let minutes: Int64 = 30_000

    /// Minutes of three sources, in turn: each row has another one than the row before it.
    private static func file() -> String {
        var text = "time,open,high,low,close,volume,quote,source,closed\n"
        let start = Timestamp(seconds: 1_704_067_200)
        for minute in 0..<minutes {
            let source = ["coinbase", "kraken", "bitstamp"][Int(minute % 3)]
            text += "\(start + .minutes(minute)),40000,40001,39999,40000,1,USD,\(source),true\n"
        }
        return text
    }

    /// The runs that were begun in a database, which may not be there yet.
    private static func runs(_ url: String) async -> Int {
        guard let database = try? await Database.open(DatabaseURL(url), migrate: false) else { return 0 }
        let runs = try? await database.runs.runs(before: nil, limit: 1000)
        await database.close()
        return runs?.count ?? 0
    }

    @Test("at any moment leaves nothing of the file or all of it, of every source", arguments: Engine.all)
    func killed(_ engine: Engine) async throws {
        try await withFolder { folder in
            try Data(Self.file().utf8).write(to: URL(filePath: folder + "/a.csv"))
            var random = SeededGenerator(seed: 8)
            var (databases, killed, killedWhileStoring, window) = (0, 0, 0, Duration.milliseconds(6000))
            var url = try await engine.emptyDatabase(in: folder)
            for attempt in 0..<(Self.kills * 6) where killed < Self.kills {
                let later = window * Double.random(in: 0...1, using: &random)
                // Every second one while it stores, as most moments are before that.
                let whileStoring = attempt.isMultiple(of: 2) ? nil : url
                let before = await Self.runs(url)
                let end = try await BitcoinAnalyzer.with(["import", "a.csv"], ["DATABASE_URL": url], in: folder) {
                    program in
                    if let whileStoring {
                        let deadline = ContinuousClock.now + hangLimit
                        while ContinuousClock.now < deadline, await Self.runs(whileStoring) == before {
                            try? await ContinuousClock().sleep(for: .milliseconds(10))
                        }
                    } else {
                        try? await ContinuousClock().sleep(for: later)
                    }
                    program.destroy()
                    return try await program.end().ending
                }
                if end == .signal(SIGKILL) { killed += 1 } else { window = window * 3 / 4 }
                let kept = try await Dump(of: url, .oneMinute)
                #expect(kept.candles.isEmpty || kept.candles.count == Int(Self.minutes))
                let hours = try await Dump(of: url).candles
                #expect(hours.count == kept.candles.count / 60 && hours.allSatisfy { $0.known == 60 })
                if end == .signal(SIGKILL), kept.candles.isEmpty, kept.runs.first?.outcome == .running {
                    killedWhileStoring += 1
                }
                let runs = Set(kept.runs.map(\.id))
                #expect(kept.candles.allSatisfy { runs.contains($0.run) })
                guard !kept.candles.isEmpty else { continue }
                databases += 1
                url = try await engine.emptyDatabase(in: folder + "/\(databases)")
            }
            #expect(killed == Self.kills && killedWhileStoring > 0)
            let ended = try await BitcoinAnalyzer.run(["import", "a.csv"], ["DATABASE_URL": url], in: folder)
            #expect(ended.code == 0, "\(ended)")
            let kept = try await Dump(of: url, .oneMinute)
            #expect(kept.candles.count == Int(Self.minutes))
            #expect(kept.runs.first?.outcome == .ok && !kept.runs.contains { $0.outcome == .running })
        }
    }
}
