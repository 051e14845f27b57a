import Domain
import Foundation
import Sandbox
import Testing

/// `timeline` as the program that people run.
struct TimelineTests {
    struct Row: Decodable { let time, source, message: String; let level, unit, run, trace_id: String? }

    static let trace = "0af7651916cd43dd8448eb211c80319c"
    static let files = [
        "access.log":
            "10.0.0.1 - - [23/Nov/2026:20:00:01 +0100] \"GET /v1/price HTTP/1.1\" 200 99 \"-\" \"-\" "
            + "\"00-\(trace)-b7ad6b7169203331-01\"\n",
        "cron.log":
            "2026-11-23T19:00:00.500Z info collecting  trace_id=\(trace) run=20261123T190000Z-3f9a2c1e\n/bin/sh: 1: "
            + "pg_dump: not found\n",
        "api.json":
            #"{"level":"error","message":"<b>it broke</b>","run":"20261123T190000Z-3f9a2c1e","time":"2026-11-23T19:00:02Z"}"#
            + "\n",
        "syslog": "Nov 23 19:00:00 vps CRON[1]: (bitcoin-analyzer) CMD (collect)\n",
    ]

    func withLogs(_ body: (_ folder: String, _ paths: [String]) async throws -> Void) async throws {
        try await withFolder { folder in
            for (name, text) in Self.files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
            try await body(folder, Self.files.keys.sorted())
        }
    }

    @Test("named files come out as one chain, for people and for programs")
    func chain() async throws {
        try await withLogs { folder, names in
            let plain = try await BitcoinAnalyzer.run(["timeline", "--zone", "UTC"] + names, [:], in: folder)
            #expect(plain.code == 0 && plain.errors.isEmpty && !plain.output.contains("\u{1B}"))
            #expect(
                plain.output.split(separator: "\n").map { $0.prefix(23).suffix(6) }.prefix(2) == ["00.000", "00.500"])
            #expect(plain.output.contains("\n    | /bin/sh: 1: pg_dump: not found\n"))
            let json = try await BitcoinAnalyzer.run(["timeline", "--zone", "UTC", "--json"] + names, [:], in: folder)
            #expect(try json.json([Row].self).map(\.source) == ["syslog", "cron.log", "access.log", "api.json"])
            let errors = try await BitcoinAnalyzer.run(
                ["timeline", "--json", "--level", "error"] + names, [:], in: folder)
            #expect(try errors.json([Row].self).map(\.source) == ["api.json"])
        }
    }

    @Test(
        "a trace is a story, the same by its id in either case and by the id of its run",
        arguments: [trace, trace.uppercased(), "00-\(trace)-b7ad6b7169203331-01", "20261123T190000Z-3f9a2c1e"])
    func story(identity: String) async throws {
        try await withLogs { folder, names in
            let json = try await BitcoinAnalyzer.run(
                ["timeline", "--zone", "UTC", "--json", "--trace", identity] + names, [:], in: folder)
            #expect(try json.json([Row].self).map(\.source) == ["cron.log", "access.log", "api.json"])
            let told = try await BitcoinAnalyzer.run(
                ["timeline", "--lang", "fr", "--trace", identity] + names, [:], in: folder)
            #expect(told.output.contains("étapes en") && told.output.contains("error: <b>it broke</b>"))
        }
    }

    @Test("a page is written where it is wanted, and holds text as text")
    func page() async throws {
        try await withLogs { folder, names in
            struct Written: Decodable { let file: String; let entries: Int }
            let ended = try await BitcoinAnalyzer.run(
                ["timeline", "--html", "page.html", "--json"] + names, [:], in: folder)
            #expect(try ended.json(Written.self).entries == 4)
            let page = String(decoding: try Data(contentsOf: URL(filePath: folder + "/page.html")), as: UTF8.self)
            #expect(page.contains("&lt;b&gt;it broke&lt;/b&gt;") && !page.contains("<b>it broke"))
            #expect(
                try await BitcoinAnalyzer.run(["timeline", "--html", "no/such/folder.html"] + names, [:], in: folder)
                    .code == 74)
        }
    }

    @Test("the journal is read through journalctl, and the records from the database")
    func journal() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let runs = try await world.run("runs", "--json").json([Run].self)
            let run = try #require(runs.first)
            // In place of journalctl, so that the test needs no journal: it says one line more than asked for, and what
            // it was asked.
            let micros = run.started.milliseconds * 1000 + 1
            let script = """
                #!/bin/sh
                echo '{"__REALTIME_TIMESTAMP":"\(micros)","_SYSTEMD_UNIT":"bitcoin-analyzer-api.service","MESSAGE":"from the journal trace_id=\(run.traceID)"}'
                echo "{\\"__REALTIME_TIMESTAMP\\":\\"\(micros + 1)\\",\\"MESSAGE\\":\\"asked with $*\\"}"
                """
            try FileManager.default.createDirectory(atPath: world.folder + "/bin", withIntermediateDirectories: true)
            try Data(script.utf8).write(to: URL(filePath: world.folder + "/bin/journalctl"))
            chmod(world.folder + "/bin/journalctl", 0o755)
            let path = ["PATH": world.folder + "/bin:/usr/bin:/bin"]
            let rows = try await world.run("timeline", "--journal", "--records", "--json", with: path).json([Row].self)
            #expect(rows.contains { $0.source == "journal" && $0.message.contains("--unit=bitcoin-analyzer*") })
            #expect(rows.contains { $0.source == "records" && $0.run == run.id.rawValue })
            let story = try await world.run(
                "timeline", "--journal", "--records", "--json", "--trace", run.traceID, with: path
            ).json([Row].self)
            #expect(story.count == run.sources.count + 3 && story.first?.message == "a user started collect")
            #expect(story.contains { $0.message.contains("from the journal") })
        }
    }

    @Test("a journal that journalctl gives in part only is shown, noted and a failure, as a file is")
    func partialJournal() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
            let path = ["PATH": folder + "/bin:/usr/bin:/bin"]
            // A status of its own, and an end by a signal, which a shell counts from 128 on. As journalctl 252 and 257 end
            // where no unit has the name of the pattern: with 1, which is no failure here.
            let noUnit = "echo 'Failed to add filter for units: No data available' >&2; exit 1"
            for (end, status) in [("exit 0", 0), (noUnit, 0), ("exit 3", 3), ("kill -9 $$", 137)] as [(String, Int32)] {
                let script = """
                    #!/bin/sh
                    echo '{"__REALTIME_TIMESTAMP":"1795460400000000","MESSAGE":"in the journal"}'
                    \(end)
                    """
                try Data(script.utf8).write(to: URL(filePath: folder + "/bin/journalctl"))
                chmod(folder + "/bin/journalctl", 0o755)
                let words = ["timeline", "--journal", "--json", "--since", "2026-11-23T00:00:00Z"]
                let ended = try await BitcoinAnalyzer.run(words, path, in: folder)
                #expect(try ended.json([Row].self).map(\.message) == ["in the journal"])
                #expect(ended.code == (status == 0 ? 0 : 74), "\(ended)")
                #expect(
                    ended.errors.contains("journal: cannot be read: journalctl ended with status \(status), ")
                        == (status != 0), "\(ended)")
                guard status != 0 else { continue }
                let french = try await BitcoinAnalyzer.run(words + ["--lang", "fr"], path, in: folder)
                #expect(french.errors.contains("journalctl s’est terminé avec le code \(status) "), "\(french)")
            }
        }
    }

    @Test(
        "invalid or unreadable input is rejected with what to do",
        arguments: [
            (["--since", "soon"], 64), (["--zone", "Mars"], 64), (["--level", "loud"], 64), (["--skew", "a.log"], 64),
            (["--trace", "x"], 64),
            (["--trace", trace, "-"], 64), (["--since", "1h", "--until", "2h"], 64), (["absent.log"], 74),
            (["--follow", "--trace", trace], 64), (["--follow", "--html", "a.html"], 64),
        ] as [([String], Int32)])
    func refused(words: [String], code: Int32) async throws {
        try await withFolder { folder in
            let ended = try await BitcoinAnalyzer.run(["timeline", "--json"] + words, [:], in: folder)
            #expect(ended.code == code)
            struct Refusal: Decodable { let error, hint: String }
            let hint = try ended.json(Refusal.self).hint
            #expect(!hint.isEmpty && (words != ["absent.log"] || hint == "check the name of the file"))
        }
    }

    @Test("an unknown trace gives a note, and no failure")
    func nothing() async throws {
        try await withLogs { folder, names in
            let ended = try await BitcoinAnalyzer.run(
                ["timeline", "--json", "--trace", String(repeating: "f", count: 32)] + names, [:], in: folder)
            #expect(try ended.code == 0 && ended.json([Row].self).isEmpty && ended.errors.contains("no entry contains"))
        }
    }

    @Test("what is read in part only is shown, noted and a failure")
    func partial() async throws {
        try await withLogs { folder, _ in
            try Data([0x1F, 0x8B, 8, 0, 0]).write(to: URL(filePath: folder + "/cut.gz"))
            for bad in ["cut.gz", "."] {
                let ended = try await BitcoinAnalyzer.run(["timeline", "--json", "syslog", bad], [:], in: folder)
                #expect(ended.code == 74 && !ended.errors.isEmpty)
                #expect(try ended.json([Row].self).map(\.source) == ["syslog"])
            }
            // All of it goes through a pipe that is named as a file.
            let program = BitcoinAnalyzer.path
            let lines = (0..<20_000).map { "Nov 23 19:00:00 vps a[1]: line \($0)\n" }.joined()
            try Data(lines.utf8).write(to: URL(filePath: folder + "/long"))
            for path in ["/dev/stdin", "-"] {
                let piped = try await ChildProcess.run(
                    ["bash", "-c", "cat long | \(program) timeline --zone=-05:00 \(path) | wc -l"], in: folder)
                #expect(piped.trimmingCharacters(in: .whitespacesAndNewlines) == "20000")
            }
        }
    }

    @Test("an input is never an output, and a page replaces the old one only when it is complete")
    func output() async throws {
        try await withLogs { folder, names in
            let page = URL(filePath: folder + "/page.html")
            try Data("old".utf8).write(to: page)
            #expect(symlink("syslog", folder + "/link") == 0)
            for output in ["syslog", "link", "./syslog"] {
                let ended = try await BitcoinAnalyzer.run(["timeline", "--html", output, "syslog"], [:], in: folder)
                #expect(ended.code == 64)
            }
            #expect(try Data(contentsOf: URL(filePath: folder + "/syslog")) == Data((Self.files["syslog"] ?? "").utf8))
            let failed = try await BitcoinAnalyzer.run(
                ["timeline", "--html", "page.html", "--unit", "nope"] + names, [:], in: folder)
            #expect(failed.code == 64 && (failed.output + failed.errors).contains("CRON"))
            #expect(try Data(contentsOf: page) == Data("old".utf8))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasPrefix(".") || $0.contains("tmp")
            }
            #expect(left.isEmpty)
        }
    }

    @Test("names that do not exist are errors that list those that do")
    func names() async throws {
        try await withLogs { folder, names in
            let skew = try await BitcoinAnalyzer.run(["timeline", "--skew", "nope=5"] + names, [:], in: folder)
            #expect(skew.code == 64 && skew.errors.contains("cron.log"))
            let unit = try await BitcoinAnalyzer.run(["timeline", "--unit", "nope"] + names, [:], in: folder)
            #expect(unit.code == 64 && unit.errors.contains("CRON") && unit.output.isEmpty)
            let cron = try await BitcoinAnalyzer.run(["timeline", "--json", "--unit", "cron"] + names, [:], in: folder)
            #expect(try cron.json([Row].self).map(\.source) == ["syslog"])
        }
    }

    @Test("new lines are followed, with those since a moment before them, through a rotation")
    func follow() async throws {
        try await withLogs { folder, _ in
            let words = ["timeline", "--follow", "--json", "--since", "2026-11-23T00:00:00Z", "api.json", "cron.log"]
            try await BitcoinAnalyzer.with(words, [:], in: folder) { program in
                func wait(_ count: Int) async throws -> [Row] {
                    try await program.transcript.wait(for: "\(count) lines") { written in
                        let rows = written.output.split(separator: 10).compactMap {
                            try? JSONDecoder().decode(Row.self, from: Data($0))
                        }
                        return rows.count >= count ? rows : nil
                    }
                }
                #expect(try await wait(2).map(\.source) == ["cron.log", "api.json"])
                #expect(rename(folder + "/api.json", folder + "/api.json.1") == 0)
                try Data("{\"level\":\"error\",\"message\":\"new\",\"time\":\"2026-11-23T19:00:03Z\"}\n".utf8).write(
                    to: URL(filePath: folder + "/api.json"))
                #expect(try await wait(3).last?.message == "new")
            }
        }
    }
}
