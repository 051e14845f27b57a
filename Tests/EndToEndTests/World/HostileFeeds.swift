import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Sandbox

/// Feeds that mean harm, each under its own path, beside a good one.
enum HostileFeeds {
    /// Each feed with what its failure is called; `nil` for one that gives articles all the same.
    static let all: [(path: String, kind: ErrorKind?)] =
        [
            ("bomb.gz", .tooLarge), ("fifty-megabytes", .tooLarge), ("endless", .tooLarge), ("drip", .timeout),
            ("headers", .malformed), ("loop", .malformed), ("page", .malformed), ("challenge", .challenge),
            ("entities", nil), ("external", nil), ("ten-thousand", nil), ("future", nil), ("charset", nil),
            ("scripts", nil), ("attributes", nil), ("empty-items", .unexpectedShape),
        ] + cuts.map { ("cut-\($0)", titles(cutAt: $0).isEmpty ? .malformed : nil) }

    /// A feed of three items is cut at every 100th byte.
    static let cuts = Array(stride(from: 100, to: whole(cutAt: 0).count, by: 100))

    /// The titles of the items whose end is before the cut.
    static func titles(cutAt length: Int) -> [String] {
        let text = String(decoding: whole(cutAt: length).prefix(length), as: UTF8.self)
        return (0..<text.components(separatedBy: "</item>").count - 1).map { title(of: $0, cutAt: length) }
    }

    private static func title(of item: Int, cutAt length: Int) -> String {
        "Cut at \(length + 100_000) item \(item)"
    }

    /// Of the same length for each cut.
    private static func whole(cutAt length: Int) -> [UInt8] {
        let items = (0..<3).map { item("cut-\(length + 100_000)-\($0)", title(of: $0, cutAt: length)) }
        return Array(feed(items.joined()).utf8)
    }

    static let script = "<script>window.hacked=1;document.title='hacked'</script>"

    static func router() async throws -> Router<BasicRequestContext> {
        // Made once: what has to be answered in time is not made meanwhile.
        let bomb = try await bomb()
        let tenThousand = Self.feed((0..<10_000).map { Self.item("many-\($0)", "Title number \($0)") }.joined())
        let attributes =
            "<rss \((0..<300_000).map { "a\($0)=''" }.joined(separator: " "))><channel>"
            + Self.item("attributes", "Many attributes") + "</channel></rss>"
        let emptyItems = Self.feed(String(repeating: "<item/>", count: 1_000_000))
        let router = Router()
        router.get("good") { _, _ in Self.feed(Self.item("good", "A good title")) }
        router.get("bomb.gz") { _, _ in
            Response(status: .ok, headers: [.contentEncoding: "gzip"], body: .init(byteBuffer: ByteBuffer(bytes: bomb)))
        }
        router.get("fifty-megabytes") { _, _ in Self.stream(pieces: 50, of: 1 << 20) }
        router.get("endless") { _, _ in Self.stream(pieces: .max, of: 1 << 16) }
        router.get("drip") { _, _ in Self.stream(pieces: .max, of: 1, pause: .milliseconds(200)) }
        router.get("headers") { _, _ in
            Response(status: .ok, headers: [.contentLocation: String(repeating: "x", count: 1 << 20)])
        }
        router.get("loop") { _, _ in Response(status: .movedPermanently, headers: [.location: "/loop"]) }
        router.get("page") { _, _ in "<!DOCTYPE html><html><body>We moved</body></html>" }
        router.get("challenge") { _, _ in "<html><title>Just a moment...</title>Verify you are human</html>" }
        router.get("entities") { _, _ in
            var text = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">"
            for level in 1...9 { text += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">" }
            return text + "]>" + Self.feed(Self.item("entities", "Entities &a9; here"))
        }
        router.get("external") { _, _ in
            "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                + Self.feed(Self.item("external", "External &x; here"))
        }
        router.get("ten-thousand") { _, _ in tenThousand }
        router.get("future") { _, _ in
            Self.feed(Self.item("future", "From the future", date: "Fri, 01 Jan 2100 00:00:00 GMT"))
        }
        router.get("charset") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/rss+xml; charset=utf-16"],
                body: .init(byteBuffer: ByteBuffer(bytes: Array(Self.feed(Self.item("charset", "Caf")).utf8) + [0xE9])))
        }
        router.get("scripts") { _, _ in Self.scripts }
        router.get("attributes") { _, _ in attributes }
        router.get("empty-items") { _, _ in emptyItems }
        for length in cuts {
            router.get("cut-\(length)") { _, _ in
                Response(
                    status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: Self.whole(cutAt: length).prefix(length))))
            }
        }
        return router
    }

    private static func feed(_ items: String) -> String {
        "<rss version=\"2.0\"><channel><title>T</title><link>https://site.example/</link>\(items)</channel></rss>"
    }

    private static func item(_ id: String, _ title: String, date: String = "Thu, 01 Jan 2026 10:00:00 GMT") -> String {
        "<item><title>\(title)</title><link>https://site.example/\(id)</link><guid>tag:site.example,2026:\(id)</guid>"
            + "<pubDate>\(date)</pubDate></item>"
    }

    /// A script in every field, as markup, escaped, in CDATA and in attributes.
    private static var scripts: String {
        let escaped = script.replacingOccurrences(of: "<", with: "&lt;")
        let image = "&lt;img src=x onerror=&quot;window.hacked=1&quot;>"
        let now = Timestamp(Date()).httpDate
        let items = [escaped, image, "<![CDATA[\(script)]]>", script].enumerated().map { index, text in
            """
            <item><title>Scripted \(index) \(text) \(escaped)</title><link>https://site.example/s\(index)?\(escaped)</link>
            <guid>tag:site.example,2026:s\(index)\(escaped)</guid><pubDate>\(now)</pubDate>
            <author>\(text)</author><source url="javascript:window.hacked=1">\(text) Source</source>
            <description>\(text)</description></item>
            """
        }
        // Words about a script, which are shown.
        let words =
            "<item><title>Shown &amp;lt;script&amp;gt; words</title><link>https://site.example/w</link>"
            + "<pubDate>\(now)</pubDate></item>"
        let bad = "<item><title>Bad link</title><link>javascript:window.hacked=1</link><pubDate>\(now)</pubDate></item>"
        return feed(items.joined() + words + bad)
    }

    private static func stream(pieces: Int, of size: Int, pause: Duration? = nil) -> Response {
        Response(
            status: .ok,
            body: .init { writer in
                try await writer.write(ByteBuffer(string: "<rss><channel>"))
                for _ in 0..<pieces {
                    try await writer.write(ByteBuffer(repeating: UInt8(ascii: "x"), count: size))
                    if let pause { try await Task.sleep(for: pause) }
                }
                try await writer.finish(nil)
            })
    }

    /// 200 MB of zeros.
    private static func bomb() async throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.path + "/bomb-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ChildProcess.run(["/bin/sh", "-c", "head -c 200000000 /dev/zero | gzip -9 > bomb"], in: folder)
        return Array(try Data(contentsOf: URL(filePath: folder + "/bomb")))
    }
}
