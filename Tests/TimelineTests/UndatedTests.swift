import Domain
import Foundation
import Logging
import Testing

@testable import Timeline

@Suite("Lines without a time") struct UndatedTests {
    @Test("in a file without any are entries of their own, so that a search gives lines")
    func lines() async throws {
        let text = (0..<30_000).map { "line \($0) of a file\n" }.joined()
        let rows = try await Reading.rows(text, filter: EntryFilter(text: "line 12345 "))
        #expect(rows.map(\.message) == ["line 12345 of a file"])
        #expect(try await Reading.rows(text).count == 30_000)
    }

    @Test(
        "have a level where a level's word stands in a usual place",
        arguments: [
            ("ERROR:root:it broke", "error"), ("[WARNING] slow", "warning"),
            ("19:00:00.123 [main] INFO  a.B - x", "info"),
            ("CRITICAL something", "critical"), ("warning: unused variable", "warning"),
            ("thread-1 - ERROR - it broke", "error"), ("<error> it broke", "error"), ("level=warn msg", "warning"),
            ("no error was found", nil), ("the error: none", nil), ("errors 12", nil), ("fine weather", nil),
            ("all is INFO here", nil), ("error", nil), ("information", nil), ("ERRORS: 3", nil),
        ] as [(String, String?)])
    func level(line: String, level: String?) async throws {
        let rows = try await Reading.rows(line + "\n")
        #expect(rows.map(\.level) == [level] && rows.map(\.message) == [line])
    }

    @Test(
        "do not hide an error in the line above, where they are records",
        arguments: [
            (#"{"level":"error","message":"no time"}"#, "error", "no time"),
            (#"{"time":"yesterday evening","level":"error","message":"a text"}"#, "error", "a text"),
            ("ERROR: it broke", "error", "ERROR: it broke"), ("[CRITICAL] it broke", "critical", "[CRITICAL] it broke"),
            ("<27>1 - host app - - - no time", "error", "no time"),
        ])
    func records(line: String, level: String, text: String) async throws {
        let rows = try await Reading.rows(
            "2026-11-23T19:00:00Z info fine\n\(line)\n2026-11-23T19:00:01Z info on\n",
            filter: EntryFilter(level: .error))
        #expect(rows.map(\.level) == [level] && rows.map(\.message) == [text])
        #expect(rows.map(\.time) == ["2026-11-23T19:00:00Z"])
    }

    @Test("of several services under docker compose keep their service")
    func compose() async throws {
        let rows = try await Reading.rows(
            "web-1  | 2026-11-23T19:00:00Z info up\ndb-1   | ERROR:  oops\nweb-1  | plain\n")
        #expect(rows.map(\.unit) == ["web-1", "db-1", "web-1"] && rows.map(\.level) == ["info", "error", nil])
        #expect(rows.map(\.message) == ["up", "ERROR:  oops", "plain"])
        #expect(Set(rows.map(\.time)) == ["2026-11-23T19:00:00Z"])
    }

    @Test("longer than a block keep their beginning, its time and its level", arguments: [300_000, 3_000_000])
    func long(size: Int) async throws {
        let line =
            #"{"time":"2026-11-23T19:00:00Z","level":"error","message":"begun \#(String(repeating: "x", count: size))"}"#
        let rows = try await Reading.rows(line + "\n2026-11-23T19:00:01Z info on\n")
        let first = try #require(rows.first)
        #expect(first.time == "2026-11-23T19:00:00Z" && first.level == "error" && first.message.hasPrefix("begun xxx"))
        #expect(rows.reduce(0) { $0 + $1.message.count { $0 == "x" } } == size)
        #expect(rows.last?.message == "on")
    }

    @Test("of any length up to 64 kB are complete, also with many other files", arguments: [1, 100])
    func complete(files: Int) async throws {
        let line = "2026-11-23T19:00:00Z info " + String(repeating: "y", count: 60_000)
        let rows = try await Reading.rows(
            (0..<files).map { .lines(line + "\n2026-11-23T19:00:01Z info on\n", label: "\($0)") })
        #expect(rows.count == 2 * files && rows.count { $0.message.count == 60_000 } == files)
    }
}

@Suite("Holes of NULs") struct HoleTests {
    static let hole = String(repeating: "\0", count: 100_000)

    @Test("before the first line take nothing of it, and are counted")
    func first() async throws {
        let (text, summary) = try await Reading.text(
            [.lines(Self.hole + "Nov 23 19:00:00 h app: ERROR: it broke\nNov 23 19:00:01 h app: x\n")], as: .json)
        let rows = try JSONDecoder().decode([Row].self, from: Data(text.utf8))
        #expect(rows.map(\.time) == ["2026-11-23T19:00:00Z", "2026-11-23T19:00:01Z"] && rows[0].level == "error")
        #expect(summary.warnings.map(\.warning) == [.holes(100_000)] && !text.contains("u0000"))
        #expect(!summary.isPartial)
    }

    @Test(
        "between and within lines end a line, at any place of the blocks", arguments: [0, 1, 262_000, 262_143, 300_000])
    func between(before: Int) async throws {
        let begin = "2026-11-23T19:00:00Z info " + String(repeating: "x", count: before) + "\n"
        let text =
            begin + "2026-11-23T19:00:01Z info cut" + Self.hole + "2026-11-23T19:00:02Z error after\n" + Self.hole
        let rows = try await Reading.rows(text)
        #expect(rows.suffix(2).map(\.message) == ["cut", "after"] && rows.last?.level == "error")
    }

    @Test("are none where a single NUL is text")
    func single() async throws {
        #expect(try await Reading.rows("2026-11-23T19:00:00Z info a\0b\n").map(\.message) == ["a\0b"])
    }
}
