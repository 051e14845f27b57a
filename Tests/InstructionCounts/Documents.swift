import Domain
import Feeds
import FoundationEssentials
import Interchange
import Outbound
import OutboundSupport
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

private let now = Timestamp(seconds: 1_767_225_600)

private let rows: [UInt8] = {
    var text = "time,open,high,low,close,volume\n"
    for row in 0..<KeyPath.importedRow.repetitions {
        let price = 30_000 + Double(row % 97) * 1.37
        text += "\(1_700_006_400 + row * 3600),\(price),\(price + 12.5),\(price - 8.25),\(price + 3.5),12.34567\n"
    }
    return Array(text.utf8)
}()

func importRows() throws {
    let feed = try CandleFeed(rows, name: "a.csv", ImportOptions(), run: RunID(rawValue: "count"), now: now)
    var count = 0
    while case let chunk = try feed.next(), !chunk.isEmpty { count += chunk.count }
    guard count == KeyPath.importedRow.repetitions else { fatalError("\(count) rows were read") }
}

private let document: [UInt8] = {
    let items = (0..<KeyPath.feedItem.repetitions).map { number in
        """
        <item><guid isPermaLink="false">tag:example.org,2026:\(number)</guid><title>Bitcoin price &amp; market, part \(number)</title>
        <link>https://example.org/news/\(number)?utm_source=rss</link><pubDate>Wed, 31 Dec 2025 10:14:\(number % 60) GMT</pubDate>
        <description><![CDATA[<p>Bitcoin rose <b>again</b> on Wednesday, say traders &mdash; for the \(number)th time.</p>]]></description></item>
        """
    }
    let text = "<rss version=\"2.0\"><channel><title>News</title>\(items.joined())</channel></rss>"
    return Array(text.utf8)
}()

func readFeed() async throws {
    let fetcher = StubFetcher { _ in OutboundResponse(headers: ["content-type": "application/rss+xml"], body: document)
    }
    let batch = try await FeedSource(url: "https://example.org/feed", fetcher: fetcher, now: { now }).articles(
        FeedRequest())
    guard batch.articles.count == KeyPath.feedItem.repetitions else { fatalError("\(batch.articles.count) articles") }
}

private let lines: [UInt8] = {
    let line = "127.0.0.1 - - [31/Dec/2025:10:14:05 +0000] \"GET /v1/price HTTP/1.1\" 200 174 \"-\" \"curl/8.5.0\"\n"
    return Array(String(repeating: line, count: KeyPath.logLine.repetitions).utf8)
}()

func mergeLines() async throws {
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    let source = LogSource(.bytes(lines), label: "access.log", newest: now)
    _ = try await Timeline([source], zone: .utc).write(
        to: OutputBuffer(null), as: .terminal(colour: false), language: .english)
}
