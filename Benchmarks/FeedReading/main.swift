import Domain
import Feeds
import FoundationEssentials
import Glibc
import Outbound

/// Milliseconds of processor that one feed takes from its bytes to its articles, the path of `collect news` without
/// network and storage: FeedBenchmark DOCUMENT [REPETITIONS]. Prints JSON, for Benchmarks/feeds.
struct Result: Encodable {
    let articles: Int
    let milliseconds: Double
}

/// Answers with the document, as if it came from its publisher.
struct Publisher: HTTPFetcher {
    let document: [UInt8]

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        OutboundResponse(headers: ["content-type": "application/rss+xml; charset=utf-8"], body: document)
    }
}

/// Seconds of processor that this process has used.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
guard arguments.count > 1, let document = try? Data(contentsOf: URL(fileURLWithPath: arguments[1])) else {
    fatalError("usage: FeedBenchmark DOCUMENT [REPETITIONS]")
}
let repetitions = arguments.count > 2 ? Int(arguments[2]) ?? 100 : 100
let publisher = Publisher(document: Array(document))
// The articles are of this day: none is too old or ahead.
let source = FeedSource(
    url: "https://site0.example.org/feed", fetcher: publisher, now: { Timestamp(seconds: 1_795_737_600) })

var count = 0
for _ in 0..<10 { count = try await source.articles(FeedRequest()).articles.count }
let before = processorSeconds()
for _ in 0..<repetitions { count = try await source.articles(FeedRequest()).articles.count }
let seconds = (processorSeconds() - before) / Double(repetitions)
let encoded = try JSONEncoder().encode(Result(articles: count, milliseconds: seconds * 1000))
print(String(decoding: encoded, as: UTF8.self))
