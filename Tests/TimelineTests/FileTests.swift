import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Timeline

@Suite("Log files") struct LogFileTests {
    static func lines(_ range: Range<Int>) -> String {
        range.map { "2026-11-23T\(10 + $0 / 3600):\(10 + $0 / 60 % 50):\(10 + $0 % 50)Z info line \($0)\n" }.joined()
    }

    func gzip(_ text: String, to path: String, in folder: String) async throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try await ChildProcess.run(["gzip", "-f", path], in: folder)
    }

    func read(_ paths: [String]) async throws -> (rows: [Row], warnings: [LogSourceWarning]) {
        let sources = DefaultLogs.sources(of: paths, now: Timestamp(Date()))
        let summary = try await Reading.text(sources, as: .json).summary
        return (try await Reading.rows(sources), summary.warnings.map(\.warning))
    }

    @Test("that are compressed are read through gzip, whatever they are called, also several members in one")
    func members() async throws {
        try await withTemporaryFolder { folder in
            try await gzip(Self.lines(0..<1000), to: folder + "/a", in: folder)
            try await gzip(Self.lines(1000..<1500), to: folder + "/b", in: folder)
            let both =
                try Data(contentsOf: URL(filePath: folder + "/a.gz"))
                + Data(contentsOf: URL(filePath: folder + "/b.gz")) + Data(count: 512)
            try both.write(to: URL(filePath: folder + "/joined.log"))
            let (rows, warnings) = try await read([folder + "/joined.log"])
            #expect(rows.count == 1500 && warnings.isEmpty)
        }
    }

    @Test(
        "that are cut off in the middle of a gzip, or damaged, give what can be read, and say so",
        arguments: [true, false])
    func damaged(isCut: Bool) async throws {
        try await withTemporaryFolder { folder in
            try await gzip(Self.lines(0..<1000), to: folder + "/a", in: folder)
            try await gzip(
                (0..<4000).map { "2026-11-23T23:00:00Z info \($0 &* 2_654_435_761)\n" }.joined(), to: folder + "/b",
                in: folder)
            let whole = try Data(contentsOf: URL(filePath: folder + "/a.gz"))
            var second = try Data(contentsOf: URL(filePath: folder + "/b.gz"))
            if isCut {
                second = second.prefix(second.count / 2)
            } else {
                second.replaceSubrange(second.count / 2..<second.count / 2 + 8, with: Data(repeating: 255, count: 8))
            }
            try (whole + second).write(to: URL(filePath: folder + "/c.gz"))
            let (rows, warnings) = try await read([folder + "/c.gz"])
            #expect(
                rows.count > 2000 && rows.count < 5000 && rows.filter { $0.message.hasPrefix("line") }.count == 1000)
            #expect(warnings == [.truncated])
        }
    }

    @Test("with garbage after a gzip are reported as damaged, and an empty one is empty")
    func odd() async throws {
        try await withTemporaryFolder { folder in
            try await gzip(Self.lines(0..<10), to: folder + "/a", in: folder)
            try (Data(contentsOf: URL(filePath: folder + "/a.gz")) + Data("garbage".utf8)).write(
                to: URL(filePath: folder + "/b.gz"))
            #expect(try await read([folder + "/b.gz"]).warnings == [.truncated])
            #expect(try await read([folder + "/b.gz"]).rows.count == 10)
            for (name, bytes) in [("empty", []), ("one", [0x1F]), ("head", [0x1F, 0x8B])] as [(String, [UInt8])] {
                try Data(bytes).write(to: URL(filePath: folder + "/" + name))
                _ = try await read([folder + "/" + name])
            }
        }
    }

    @Test("that are not there, or are folders, are named; the others are read")
    func unreadable() async throws {
        try await withTemporaryFolder { folder in
            try Data(Self.lines(0..<10).utf8).write(to: URL(filePath: folder + "/a.log"))
            let (rows, warnings) = try await read([folder + "/none.log", folder + "/a.log", folder])
            #expect(rows.count == 10 && warnings.count == 2)
            #expect(warnings.first == .unreadable(LogReadError(path: folder + "/none.log", kind: .absent)))
        }
    }

    @Test("are distinguished by the shortest suffixes of their paths, and found in their standard places")
    func places() async throws {
        try await withTemporaryFolder { folder in
            for path in ["own", "var/log/nginx", "var/log/apache2"] {
                try FileManager.default.createDirectory(atPath: folder + "/" + path, withIntermediateDirectories: true)
            }
            let names = [
                "own/cron.log", "own/cron.log.1", "own/cron.log.2.gz", "own/notes.txt", "var/log/nginx/access.log",
                "var/log/nginx/error.log",
                "var/log/nginx/access.log.3.xz", "var/log/apache2/access.log", "var/log/apache2/error.log.2.zst",
                "var/log/syslog", "var/log/syslog.1", "var/log/wtmp",
            ]
            for name in names { try Data().write(to: URL(filePath: folder + "/" + name)) }
            let found = DefaultLogs.files(folder: folder + "/own", root: folder)
            #expect(
                found.map { String($0.dropFirst(folder.count + 1)) }
                    == names.filter {
                        !["own/notes.txt", "var/log/wtmp"].contains($0)
                    }
                    .sorted { a, b in
                        found.firstIndex(of: folder + "/" + a) ?? 0 < found.firstIndex(of: folder + "/" + b) ?? 0
                    })
            #expect(
                DefaultLogs.labels(of: found) == [
                    "cron.log", "cron.log.1", "cron.log.2.gz", "nginx/access.log", "access.log.3.xz", "error.log",
                    "apache2/access.log", "error.log.2.zst", "syslog", "syslog.1",
                ])
        }
    }
}

@Suite("A real access log") struct RealAccessLogTests {
    @Test(
        "all 10,000 lines are read, in order, with the statuses that they have",
        .enabled(if: SharedData.isHere, "skipped: ../shared/data is not here"))
    func real() async throws {
        let bytes = try SharedData.bytes("logs/access-10k.log")
        let rows = try await Reading.rows([
            LogSource(.bytes(bytes), label: "access.log", newest: Timestamp(seconds: 1_795_460_400))
        ])
        #expect(rows.count == 10_000 && rows.allSatisfy { $0.format == "access" })
        #expect(rows.map(\.time) == rows.map(\.time).sorted())
        #expect(
            rows.first?.time.hasPrefix("2015-05-17T10:05") == true && rows.last?.time.hasPrefix("2015-05-20") == true)
        #expect(
            Statuses.count(in: bytes) == [
                "200": 9126, "304": 445, "404": 213, "301": 164, "206": 45, "500": 3, "416": 2, "403": 2,
            ])
        #expect(rows.count { $0.level == "error" } == 3 && rows.count { $0.level == "notice" } == 217)
    }

    @Test("statuses of lines made here are read too, whatever stands in the request")
    func synthetic() {
        let requests = ["GET / HTTP/1.1", #"GET /\" 500 x HTTP/1.1"#, "-", #"\x16\x03"#]
        let text = requests.enumerated().map {
            "10.0.0.\($0) - - [17/May/2015:10:05:03 +0000] \"\($1)\" 20\($0) 5 \"-\" \"-\"\n"
        }.joined()
        #expect(Statuses.count(in: Array(text.utf8)) == ["200": 1, "201": 1, "202": 1, "203": 1])
    }
}

/// Counts as the format reads them.
private enum Statuses {
    static func count(in bytes: [UInt8]) -> [String: Int] {
        var counts: [String: Int] = [:]
        var facts = LineFacts()
        var clock = LogClock.forReading
        for line in bytes.split(separator: 10) {
            Array(line).withUnsafeBufferPointer { line in
                facts.reset()
                guard let time = LineFormat.accessLog.time(line, &clock) else { return }
                LineFormat.accessLog.read(line, time.end, &facts)
                counts[facts.request?.status.text(in: line) ?? "none", default: 0] += 1
            }
        }
        return counts
    }
}
