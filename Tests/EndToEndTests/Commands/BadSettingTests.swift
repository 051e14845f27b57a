import Foundation
import Testing

/// Settings and words that cannot be meant: the right exit code, and a message that says what to change.
struct BadSettingTests {
    struct Refusal: Decodable {
        let error, hint: String
        let exit_code: Int32
    }

    struct Setting: Sendable, CustomTestStringConvertible {
        let key, value: String
        var testDescription: String { "\(key)=\(value)" }

        static let all = [
            ("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("COLLECT_EVERY", "often"), ("COLLECT_EVERY", "0s"),
            ("SOURCE_TIMEOUT", "15"),
            ("API_PORT", "99999"), ("WEB_PORT", "http"), ("PRICE_SOURCES", "coinbase,mtgox"),
            ("PRICE_SOURCES", "coinbase=localhost"),
            ("PRICE_SOURCES", ","), ("NEWS_FEEDS", "ftp://example.org/feed"), ("API_BASE_URL", "//nowhere"),
            ("AI_PROVIDER", "oracle"),
            ("DATABASE_URL", "mysql://root@localhost/bitcoin"), ("DATABASE_URL", "sqlite://relative.db"),
            ("DATABASE_URL", "postgres://"),
            ("DATABASE_URL_FILE", "/nowhere/at/all"), ("COINALYZE_API_KEY_FILE", "/nowhere/at/all"),
        ].map { Setting(key: $0.0, value: $0.1) }
    }

    @Test(
        "a value that cannot be used is refused with 78 by every command, naming the setting and what to do",
        arguments: Setting.all)
    func value(_ setting: Setting) async throws {
        try await withFolder { folder in
            var settings = [setting.key: setting.value]
            if setting.key == "COINALYZE_API_KEY_FILE" { settings["COINALYZE_API_KEY"] = "" }
            for words in [["settings", "--json"], ["collect", "--json"]] {
                let ended = try await BitcoinAnalyzer.run(words, settings, in: folder)
                #expect(ended.code == 78)
                let refusal = try ended.json(Refusal.self)
                #expect(
                    refusal.exit_code == 78 && refusal.error.contains(setting.key)
                        && refusal.error.contains("environment"), "\(refusal)")
                #expect(
                    !refusal.hint.isEmpty && ended.errors.contains(refusal.error) && ended.errors.contains(refusal.hint)
                )
            }
            #expect(
                !FileManager.default.fileExists(atPath: folder + "/state"),
                "nothing is created before the settings are known")
        }
    }

    @Test("a setting of the command line that does not exist is refused")
    func unknownName() async throws {
        try await withFolder { folder in
            let ended = try await BitcoinAnalyzer.run(
                ["settings", "--set", "LOG_LEVLE=debug", "--json"], [:], in: folder)
            #expect(try ended.code == 78 && ended.json(Refusal.self).error.contains("LOG_LEVLE"))
        }
    }

    @Test(
        "a file of settings that was half written is refused with its name and line",
        arguments: [
            ("LOG_LEVEL=info\nAPI_PO", "line 2"), ("LOG_LEVEL=\"in", "line 1"), ("\n# ports\n=8000\n", "line 3"),
            ("LOG LEVEL=info\n", "line 1"),
        ])
    func halfWritten(_ text: String, _ line: String) async throws {
        try await withFolder { folder in
            try Data(text.utf8).write(to: URL(filePath: folder + "/.env"))
            let ended = try await BitcoinAnalyzer.run(["collect", "--json"], [:], in: folder)
            let refusal = try ended.json(Refusal.self)
            #expect(ended.code == 78 && refusal.error.contains(".env, \(line)"), "\(refusal)")
        }
    }

    @Test("a bad value in a file is refused with the file's name")
    func badValueInFile() async throws {
        try await withFolder { folder in
            try Data("COLLECT_EVERY=1 hour\n".utf8).write(to: URL(filePath: folder + "/.env"))
            let refusal = try await BitcoinAnalyzer.run(["settings", "--json"], [:], in: folder).json(Refusal.self)
            #expect(refusal.error.contains("COLLECT_EVERY") && refusal.error.contains(".env"))
        }
    }

    @Test(
        "words that mean nothing end with 64 and say what would",
        arguments: [
            (["colect"], "colect"), (["runs", "--limit", "0"], "--limit"), (["runs", "--limit", "1000000"], "--limit"),
            (["collect", "everything"], "everything"), (["backfill"], "--from"),
            (["backfill", "--from", "yesterday"], "--from"),
            (["backfill", "--from", "2999-01-01"], "--from"),
            (["backfill", "--from", "2026-01-01", "--interval", "2h"], "--interval"),
            (["backfill", "--from", "2026-01-01", "--interval", "1d"], "--interval"),
            (["analyze", "--lang", "de"], "--lang"), (["demo", "--days", "0"], "--days"),
            (["settings", "--set", "LOG_LEVEL"], "--set"),
            (["collect", "--trigger", "whim"], "--trigger"),
        ])
    func usage(_ words: [String], _ named: String) async throws {
        try await withFolder { folder in
            let ended = try await BitcoinAnalyzer.run(words, [:], in: folder)
            #expect(ended.code == 64 && ended.output.isEmpty && ended.errors.contains(named), "\(ended)")
            let asJSON = try await BitcoinAnalyzer.run(words + ["--json"], [:], in: folder)
            #expect(asJSON.code == 64)
            let refusal = try asJSON.json(Refusal.self)
            #expect(refusal.exit_code == 64 && (refusal.error + refusal.hint).contains(named), "\(refusal)")
        }
    }

    @Test("the settings are shown with their origin, and secrets are not shown")
    func shown() async throws {
        struct Line: Decodable {
            let key, origin: String
            let value: String?
        }
        try await withFolder { folder in
            try Data("COLLECT_EVERY=15m\nLOG_LEVEL=debug\n".utf8).write(to: URL(filePath: folder + "/.env"))
            let settings = [
                "LOG_LEVEL": "warning", "DATABASE_URL": "postgres://me:\(Secrets.passwords[0])@db.example:5433/prices",
            ]
            let ended = try await BitcoinAnalyzer.run(
                ["settings", "--json", "--set", "WEB_PORT=8088"], settings, in: folder)
            #expect(ended.code == 0)
            let lines = Dictionary(uniqueKeysWithValues: try ended.json([Line].self).map { ($0.key, $0) })
            #expect(lines["COLLECT_EVERY"]?.value == "15m" && lines["COLLECT_EVERY"]?.origin == ".env")
            #expect(lines["LOG_LEVEL"]?.value == "warning" && lines["LOG_LEVEL"]?.origin == "environment")
            #expect(lines["WEB_PORT"]?.value == "8088" && lines["WEB_PORT"]?.origin == "command line")
            #expect(lines["API_HOST"]?.origin == "default")
            #expect(lines["DATABASE_URL"]?.value?.contains("db.example:5433/prices") == true)
            #expect(lines["COINALYZE_API_KEY"]?.value?.contains(BitcoinAnalyzer.coinalyzeKey) == false)
        }
    }
}
