import Domain
import Foundation
import Logging
import Support
import Telemetry
import Testing

@testable import Timeline

@Suite("A log line") struct TimelineFormatTests {
    static let trace = "0af7651916cd43dd8448eb211c80319c"

    struct Example: Sendable, CustomTestStringConvertible {
        let format: String
        let line: LineExample
        var testDescription: String { "\(format): \(line.line)" }
    }

    /// The tables beside the formats.
    static let examples = LineFormats.all.flatMap { format in
        format.examples.map { Example(format: format.name.description, line: $0) }
    }

    @Test("is parsed into time, level and text as the table beside its format says", arguments: examples)
    func format(_ example: Example) async throws {
        let line = example.line
        let row = try #require(try await Reading.rows(line.line + "\n").first)
        #expect(row.format == example.format && row.time == line.time && row.message == line.text)
        #expect(row.level == line.level && row.unit == line.unit && row.trace_id == line.trace && row.run == line.run)
    }

    @Test("is of one format whatever the lines before it were", arguments: 0..<20 as Range<UInt64>)
    func order(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let lines = Self.examples.shuffled(using: &generator)
        let rows = try await Reading.rows(lines.map { $0.line.line + "\n" }.joined())
        #expect(rows.count == lines.count)
        // By everything but the format, and the years, which depend on the order.
        let found = Dictionary(grouping: rows) {
            [String($0.time.dropFirst(4)), $0.level ?? "", $0.unit ?? "", $0.message]
        }
        for example in lines {
            let line = example.line
            let formats =
                found[[String(line.time.dropFirst(4)), line.level ?? "", line.unit ?? "", line.text]]?.map(\.format)
                ?? []
            #expect(formats.contains(example.format), "\(line.line)")
        }
    }

    @Test("has a format with examples, each in a file of its own, and in the documentation")
    func files() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "Documentation/Operations.md"), encoding: .utf8)
        for format in LineFormats.all { #expect(guide.contains("`\(format.name)`"), "\(format.name)") }
        let folder = root.appending(path: "Sources/Timeline/Formats/Known")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count == LineFormats.all.count)
        #expect(LineFormats.all.allSatisfy { !$0.examples.isEmpty })
    }

    @Test(
        "that has no time belongs to the one above it",
        arguments: ["Traceback:\n  File x\nError: 2026", "/bin/sh: 1: collect: not found", "\tat main()\r\n\r\nend"])
    func belongs(text: String) async throws {
        let rows = try await Reading.rows(
            "2026-11-23T19:00:00Z error it broke\n\(text)\n2026-11-23T19:00:01Z info on\n")
        #expect(rows.count == 2)
        for line in text.split(whereSeparator: \.isNewline) { #expect(rows[0].message.contains(line)) }
    }

    @Test("that stands before the first time has that one")
    func before() async throws {
        let rows = try await Reading.rows("lost beginning\n2026-11-23T19:00:00Z info on\n")
        #expect(rows.map(\.message) == ["lost beginning", "on"] && rows[0].time == "2026-11-23T19:00:00Z")
    }

    @Test("in a file without times has the time of the file, with a warning")
    func timeless() async throws {
        let (text, summary) = try await Reading.text([.lines("one\ntwo\n")], as: .terminal(colour: false))
        #expect(
            text == "2026-11-23T20:00:00.000Z -        a.log  one\n2026-11-23T20:00:00.000Z -        a.log  two\n")
        #expect(summary.warnings.map(\.warning) == [.withoutTimes])
    }

    @Test("of our own, in each of our formats, comes back as it was", arguments: [LogFormat.text, .json])
    func ours(format: LogFormat) async throws {
        let entry = LogEntry(
            time: try #require(Timestamp(rfc3339: "2026-11-23T19:00:00.007Z")), level: .warning,
            logger: "bitcoin-analyzer", message: "kraken failed",
            fields: ["source": "kraken", "run": "20261123T190000Z-3f9a2c1e", "trace_id": Self.trace])
        let row = try #require(try await Reading.rows(entry.line(as: format) + "\n").first)
        #expect(
            row.time == "2026-11-23T19:00:00.007Z" && row.level == "warning" && row.message.hasPrefix("kraken failed"))
        #expect(row.run == "20261123T190000Z-3f9a2c1e" && row.trace_id == Self.trace)
    }

    @Test(
        "with a moment that no calendar has is not taken for one",
        arguments: [
            "2026-02-30T19:00:00Z info x", "2026-11-23T24:00:00Z info x", "2026-13-01 10:00:00 x",
            #"1 - - [31/Jun/2015:10:05:03 +0000] "GET /" 200 1"#, "Nov 32 19:00:00 a b: c",
        ])
    func impossible(line: String) async throws {
        let rows = try await Reading.rows(line + "\n")
        #expect(rows.map(\.format) == ["text"] && rows[0].time == "2026-11-23T20:00:00Z")
    }
}
