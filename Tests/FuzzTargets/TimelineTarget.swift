import Domain
import FoundationEssentials
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension FuzzTarget {
    /// Log lines, in each form of output; the same bytes are read as an expression of a moment and as a zone.
    static let timeline = FuzzTarget(
        "timeline",
        words: [
            "{\"time\":\"", "\"ts\":", "\"level\":", "\"message\":\"", "__REALTIME_TIMESTAMP", "\"MESSAGE\":[104,105]",
            "<34>1 ", "<13>", "Nov 23 19:00:00 ", "Jan  1 00:00:00 ", "Feb 29 ", "[17/May/2015:10:05:03 +0000]",
            "2026-11-23T19:00:00.123456+01:00", " host tag[1]: ", "trace_id=", " run=", "\\u0000", "\\ud800", "\n",
            "__CURSOR=a\n__REALTIME_TIMESTAMP=1795460400000000\nMESSAGE\n", "\u{0}\u{0}", "\u{FEFF}", "\u{1B}[31m",
            " EST ",
            "web-1  | ", "[Sun Dec 04 04:47:44 2005] [core:error] ", "E1123 19:00:00.000001 1 a.cc:1] ",
            "ts=1.7e9 level=",
            "081109 203615 148 INFO a: ", "03-17 16:13:38.811  1  2 D a: ", "- 1131566461 ",
            "20171223-22:15:29:606|a|1|",
            "{\"t\":{\"$date\":\"", "{\"instant\":{\"epochSecond\":", "ERROR: ", " - ERROR - ", "\u{1F}\u{8B}",
            "BZh91AY&SY",
        ]
    ) { (bytes) throws(Broken) in
        for format in [Timeline.OutputFormat.json, .jsonLines, .terminal(colour: false), .page] {
            let output = try await written(bytes, as: format)
            let text = String(decoding: output, as: UTF8.self)
            try require(text.utf8.count == output.count, "the output is not UTF-8")
            switch format {
            case .json:
                try require(
                    (try? JSONDecoder().decode([Entry].self, from: Data(output))) != nil, "the output is no JSON")
            case .jsonLines:
                for line in output.split(separator: UInt8(ascii: "\n")) {
                    try require(
                        (try? JSONDecoder().decode(Entry.self, from: Data(line))) != nil,
                        "a line of the output is no JSON")
                }
            case .terminal:
                try require(
                    text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" || $0 == "\t" },
                    "the output controls a terminal")
            case .page: try require(!text.contains("<fuzz"), "markup of a line is markup of the page")
            }
        }
        let text = String(decoding: bytes.prefix(64), as: UTF8.self)
        for now in [Timestamp(seconds: 1_767_225_600), .earliest, .latest] {
            _ = MomentExpression.moment(text, zone: .utc, now: now)
        }
        _ = MomentExpression.duration(text)
        _ = LocalZone(text)
    }

    private struct Entry: Decodable {
        let time: String
        let message: String
    }

    private static func written(_ bytes: [UInt8], as format: Timeline.OutputFormat) async throws(Broken) -> [UInt8] {
        var name = Array((FileManager.default.temporaryDirectory.path + "/timeline-XXXXXX").utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw Broken("no temporary file can be made: \(errno)") }
        unlink(name)
        defer { close(descriptor) }
        do {
            let newest = Timestamp(seconds: 1_767_225_600)
            let sources = [
                LogSource(.bytes(bytes), label: "a.log", newest: newest),
                LogSource(.bytes(Array(bytes.reversed())), label: "b.log", skew: .seconds(5), newest: .latest),
            ]
            _ = try await Timeline(sources, zone: .utc).write(
                to: OutputBuffer(descriptor), as: format, language: .english)
        } catch {
            throw Broken("a log in memory cannot be written: \(error)")
        }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var output = [UInt8](repeating: 0, count: size)
        guard pread(descriptor, &output, size, 0) == size else { throw Broken("the output cannot be read") }
        return output
    }
}
