import Domain
import Feeds
import Outbound
import OutboundSupport
import Support
import Testing

@Suite("Names of feeds")
struct FeedNamesTests {
    private func names(_ urls: String...) -> [String] {
        let silent = StubFetcher { request throws(OutboundError) in
            throw .notConnected(host: request.host, detail: "not asked")
        }
        return FeedSource.sources(of: urls, fetcher: silent, now: { .testEpoch }).map(\.name.rawValue)
    }

    @Test("a feed is called by its host without www")
    func host() {
        #expect(SourceName(feed: "https://www.CoinDesk.com/arc/outboundfeeds/rss") == "coindesk.com")
        #expect(SourceName(feed: "http://127.0.0.1:4711/feed.xml") == "127.0.0.1")
    }

    @Test("searches on Google News in two languages have two names")
    func googleNews() {
        #expect(
            SourceName(feed: "https://news.google.com/rss/search?q=bitcoin&hl=fr&gl=FR&ceid=FR:fr")
                == "news.google.com/fr")
        #expect(
            SourceName(feed: "https://news.google.com/rss/search?q=bitcoin&hl=en-US&gl=US&ceid=US:en")
                == "news.google.com/en")
    }

    @Test("two feeds of one host are distinguished by their path")
    func samePlace() {
        #expect(
            names("https://a.example/rss", "https://a.example/rss/bitcoin/", "https://b.example/rss")
                == ["a.example/rss", "a.example/rss/bitcoin", "b.example"])
    }

    @Test("feeds that differ only in their query keep their names in any order")
    func sameQuery() {
        let (one, two) = ("https://a.example/rss?tag=1", "https://a.example/rss?tag=2")
        let forward = names(one, two)
        #expect(Set(forward).count == 2)
        #expect(names(two, one) == forward.reversed())
    }

    @Test("an address given twice is one feed")
    func twice() {
        #expect(names("https://a.example/rss", "https://a.example/rss") == ["a.example"])
    }

    @Test("what is no address is still a name")
    func nonsense() {
        #expect(SourceName(feed: "::: nonsense") == "::: nonsense")
    }
}
