import Foundation
import Testing

/// `evaluate` and `analyze --hours` on hours that were imported.
struct EvaluateTests {
    /// Hours from 2024-01-01 on, as `import` reads them.
    private static func hours(_ count: Int, close: (Int) -> Double) -> String {
        let formatter = ISO8601DateFormatter()
        let begin = 1_704_067_200.0
        return "time,open,high,low,close,volume,quote,source,closed\n"
            + (0..<count).map { n in
                let (open, close) = (close(n - 1), close(n))
                let time = formatter.string(from: Date(timeIntervalSince1970: begin + Double(n) * 3600))
                return "\(time),\(open),\(max(open, close) + 1),\(min(open, close) - 1),\(close),1,USD,kraken,true\n"
            }.joined()
    }

    private func withHours(
        _ count: Int, close: (Int) -> Double,
        _ body: (_ folder: String, _ settings: [String: String]) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let settings = ["DATABASE_URL": "sqlite://\(folder)/own.db"]
            try Data(Self.hours(count, close: close).utf8).write(to: URL(filePath: folder + "/hours.csv"))
            let ended = try await BitcoinAnalyzer.run(["import", "hours.csv"], settings, in: folder)
            #expect(ended.code == 0, "\(ended)")
            try await body(folder, settings)
        }
    }

    private static func wave(_ n: Int) -> Double { 40_000 + Double(n % 7) * 90 + Double(n % 24) * 30 + Double(n) }

    @Test("too few hours are a data error with a hint, in both languages, and no service that is missing")
    func tooFew() async throws {
        try await withHours(30, close: Self.wave) { folder, settings in
            for (language, says) in [("en", "too few hours are stored"), ("fr", "trop peu d’heures sont enregistrées")]
            {
                let ended = try await BitcoinAnalyzer.run(["evaluate", "--lang", language], settings, in: folder)
                #expect(ended.code == 65 && ended.errors.contains(says) && ended.errors.contains("30"), "\(ended)")
                #expect(ended.errors.contains("backfill --from DATE"))
            }
            let forecast = try await BitcoinAnalyzer.run(["evaluate", "forecast", "--json"], settings, in: folder)
            #expect(forecast.code == 65 && forecast.output.contains(#""exit_code":65"#), "\(forecast)")
        }
    }

    @Test("what cannot be measured beside what can is null, and numbers and nouns agree")
    func partly() async throws {
        try await withHours(62 * 24, close: Self.wave) { folder, settings in
            let json = try await BitcoinAnalyzer.run(["evaluate", "--json"], settings, in: folder)
            #expect(json.code == 0, "\(json)")
            let members = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(Set(members.keys).isSuperset(of: ["forecast", "trend"]))
            let text = try await BitcoinAnalyzer.run(["evaluate", "--lang", "fr"], settings, in: folder)
            #expect(text.code == 0, "\(text)")
            #expect(!text.output.contains("1\u{A0}intervalles") && !text.output.contains("1\u{A0}jours"), "\(text)")
            #expect(!text.output.contains("2024-"), "\(text)")
        }
    }

    @Test("analyze --hours says what its window was like, and what is remarkable, as the text of the day does")
    func window() async throws {
        // Flat, then one hour of 5 %, two days before the end.
        try await withHours(20 * 24, close: { $0 < 18 * 24 ? 40_000 + Double($0 % 2) : 42_000 + Double($0 % 2) }) {
            folder, settings in
            let english = try await BitcoinAnalyzer.run(
                ["analyze", "--hours", "72", "--lang", "en"], settings, in: folder)
            #expect(english.output.contains("Over the last 3 days, Bitcoin rose 5.0% to $42,001.00."), "\(english)")
            #expect(english.output.contains("It ranged from $39,999.00 to $42,002.00"), "\(english)")
            #expect(
                english.output.contains(
                    "The largest move of one hour was a rise of 5.0% in the hour from 19 January 2024, 00:00 UTC."),
                "\(english)")
            let french = try await BitcoinAnalyzer.run(
                ["analyze", "--hours", "72", "--lang", "fr"], settings, in: folder)
            #expect(
                french.output.contains("Sur les 3\u{A0}derniers jours, le bitcoin a gagné 5,0\u{202F}%"), "\(french)")
            #expect(
                french.output.contains("dans l’heure commencée le 19\u{A0}janvier 2024 à 0\u{A0}h UTC"), "\(french)")
            let json = try await BitcoinAnalyzer.run(["analyze", "--hours", "72", "--json"], settings, in: folder)
            let members = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            let window = members?["window"] as? [String: Any]
            let move = window?["largest_move"] as? [String: Any]
            #expect(abs((move?["change_percent"] as? Double ?? 0) - 5) < 0.01, "\(json)")
            #expect((window?["text"] as? String)?.isEmpty == false && window?["known"] as? Int == 72, "\(json)")
            let day = try await BitcoinAnalyzer.run(["analyze", "--lang", "en"], settings, in: folder)
            #expect(!day.output.contains("Over the last"), "\(day)")
        }
    }
}
