import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import Timeline

@Suite("Encoded logs") struct EncodingTests {
    static let text = "2026-11-23 19:00:00 ERROR it bröke 😀\r\n2026-11-23 19:00:01 INFO on\r\n"

    func rows(_ bytes: [UInt8]) async throws -> [Row] {
        try await Reading.rows([LogSource(.bytes(bytes), label: "a", newest: Timestamp(seconds: 1_795_460_400))])
    }

    func utf16(_ text: String, isLittleEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
            return isLittleEndian ? [low, high] : [high, low]
        }
    }

    @Test("with a byte order mark have a first line like the others")
    func mark() async throws {
        let rows = try await rows([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8))
        #expect(rows.map(\.level) == ["error", "info"] && rows[0].message == "it bröke 😀")
    }

    @Test("in UTF-16 of both orders are read", arguments: [true, false])
    func wide(isLittleEndian: Bool) async throws {
        let rows = try await rows(utf16("\u{FEFF}" + Self.text, isLittleEndian: isLittleEndian))
        #expect(rows.map(\.message) == ["it bröke 😀", "on"] && rows[0].time == "2026-11-23T19:00:00Z")
        let plain = try await self.rows(
            utf16("2026-11-23 19:00:00 ERROR without a mark\n", isLittleEndian: isLittleEndian))
        #expect(plain.map(\.message) == ["without a mark"])
    }

    @Test("in UTF-16 with half a character at the end, or a lost half, are read up to it")
    func halves() async throws {
        let bytes = utf16("\u{FEFF}2026-11-23 19:00:00 INFO a", isLittleEndian: true) + [0x3D, 0xD8, 0x41, 0x00, 0x42]
        #expect(try await rows(bytes).map(\.message) == ["a\u{FFFD}A"])
    }

    /// An entry of https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format, shortened.
    static func entry(_ micros: Int, _ fields: [String], binary: [UInt8]? = nil) -> [UInt8] {
        var bytes = Array("__CURSOR=s=739ad463348b4ceca5a9e69c95a3c93f;i=4ece7\n__REALTIME_TIMESTAMP=\(micros)\n".utf8)
        bytes += fields.flatMap { Array(($0 + "\n").utf8) }
        if let binary {
            bytes += Array("MESSAGE\n".utf8)
            bytes += (0..<8).map { UInt8(binary.count >> ($0 * 8) & 255) } + binary + [10]
        }
        return bytes + [10]
    }

    @Test("as journalctl exports them are the journal’s entries, texts of several lines too")
    func export() async throws {
        let bytes =
            Self.entry(
                1_795_460_400_123_456,
                ["_BOOT_ID=1", "PRIORITY=3", "_SYSTEMD_UNIT=app.service", "MESSAGE=it \"broke\" = \\ é"])
            + Self.entry(1_795_460_401_000_000, ["SYSLOG_IDENTIFIER=app"], binary: Array("one\ntwo\t\u{1B}".utf8))
            + Self.entry(1_795_460_402_000_000, ["PRIORITY=4", "MESSAGE=last"])
        let rows = try await rows(bytes)
        #expect(rows.map(\.message) == ["it \"broke\" = \\ é", "one\ntwo\t\u{1B}", "last"])
        #expect(rows.map(\.level) == ["error", nil, "warning"] && rows.map(\.unit) == ["app.service", "app", nil])
        #expect(rows[0].time == "2026-11-23T19:00:00.123456Z" && rows[0].format == "journald")
    }

    @Test("as journalctl exports them end early without harm, with a field of any size")
    func cutExport() async throws {
        let whole = Self.entry(1_795_460_400_000_000, ["PRIORITY=3"], binary: Array("hello".utf8))
        for count in 9..<whole.count { _ = try await rows(Array(whole[..<count])) }
        let huge = Self.entry(1_795_460_400_000_000, ["PRIORITY=3"], binary: [UInt8](repeating: 120, count: 700_000))
        let rows = try await rows(huge + Self.entry(1_795_460_401_000_000, ["MESSAGE=after"]))
        #expect(rows.last?.message == "after" && rows.first?.level == "error")
        var lying = Array("__CURSOR=a\n__REALTIME_TIMESTAMP=1795460400000000\nMESSAGE\n".utf8)
        lying += [UInt8](repeating: 255, count: 8) + Array("x".utf8)
        // A cut within a field is said; nothing that stands before it is lost.
        let cut = Self.entry(1_795_460_400_000_000, ["MESSAGE=first"]) + huge.dropLast(200_000)
        for (bytes, message) in [(lying, nil), (cut, "first")] as [([UInt8], String?)] {
            let source = LogSource(.bytes(bytes), label: "a", newest: Timestamp(seconds: 1_795_460_400))
            let (json, summary) = try await Reading.text([source], as: .json)
            #expect(summary.isPartial && summary.warnings.map(\.warning).contains(.truncated))
            if let message {
                #expect(try JSONDecoder().decode([Row].self, from: Data(json.utf8)).first?.message == message)
            }
        }
    }

    @Test("as journalctl exports them are incomplete where the last field has no line end")
    func cutText() async throws {
        let first = Self.entry(1_795_460_400_000_000, ["MESSAGE=first"])
        let whole = first + Self.entry(1_795_460_401_000_000, ["PRIORITY=3", "MESSAGE=the last one"])
        for count in first.count...whole.count {
            let bytes = Array(whole[..<count])
            let source = LogSource(.bytes(bytes), label: "a", newest: Timestamp(seconds: 1_795_460_400))
            let summary = try await Reading.text([source], as: .json).summary
            #expect(summary.warnings.map(\.warning).contains(.truncated) == (bytes.last != 10), "\(count) bytes")
        }
    }

    @Test("a field of the journal’s export that is longer than what is kept of it is no incomplete one")
    func longText() async throws {
        let long = Self.entry(1_795_460_400_000_000, ["MESSAGE=" + String(repeating: "x", count: 300_000)])
        let source = LogSource(.bytes(long), label: "a", newest: Timestamp(seconds: 1_795_460_400))
        let summary = try await Reading.text([source], as: .json).summary
        #expect(!summary.isPartial)
    }

    @Test(
        "are read through each kind of compression, whatever they are called",
        arguments: ["gzip", "xz", "bzip2", "zstd"])
    func compressed(program: String) async throws {
        try await withTemporaryFolder { folder in
            let text = (0..<5000).map { "2026-11-23T19:00:00.\(100 + $0 % 900)Z info line \($0)\n" }.joined()
            try Data(text.utf8).write(to: URL(filePath: folder + "/a"))
            try await ChildProcess.run(
                ["sh", "-c", "\(program) -c a > b.log; head -c 2000 b.log > cut.log"], in: folder)
            let sources = DefaultLogs.sources(of: [folder + "/b.log"], now: Timestamp(Date()))
            let (json, summary) = try await Reading.text(sources, as: .json)
            #expect(try JSONDecoder().decode([Row].self, from: Data(json.utf8)).count == 5000)
            #expect(summary.warnings.isEmpty)
            let cut = DefaultLogs.sources(of: [folder + "/cut.log"], now: Timestamp(Date()))
            let partial = try await Reading.text(cut, as: .json).summary
            #expect(partial.warnings.map(\.warning).contains(.truncated) && partial.isPartial)
        }
    }

    @Test(
        "compressed in another way are named, not shown",
        arguments: [[4, 0x22, 0x4D, 0x18], [0x50, 0x4B, 3, 4]] as [[UInt8]])
    func unread(magic: [UInt8]) async throws {
        try await withTemporaryFolder { folder in
            try Data(magic + [UInt8](repeating: 7, count: 100)).write(to: URL(filePath: folder + "/a.log"))
            let (_, summary) = try await Reading.text(
                DefaultLogs.sources(of: [folder + "/a.log"], now: Timestamp(Date())), as: .json)
            #expect(summary.entries == 0 && summary.isPartial)
        }
    }
}
