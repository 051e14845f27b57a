import Domain
import Support
import Testing

@testable import Feeds

@Suite("Google News")
struct GoogleNewsTests {
    private func item(title: String, summary: String) -> String {
        """
        <item><title>\(title)</title><link>https://news.google.com/rss/articles/CBMi?oc=5</link><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate>
        <description>\(summary)</description><source url="https://www.coindesk.com">CoinDesk</source></item>
        """
    }

    private let single = """
        &lt;a href="https://news.google.com/rss/articles/CBMi?oc=5" target="_blank"&gt;Bitcoin rises - a lot&lt;/a&gt;\
        &amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;CoinDesk&lt;/font&gt;
        """

    @Test("the publisher at the end of the title is taken off")
    func title() throws {
        let article = try article(item(title: "Bitcoin rises - a lot - CoinDesk", summary: single))
        #expect(article.title == "Bitcoin rises - a lot")
        #expect(article.publisher == "CoinDesk")
    }

    @Test("the description, which only repeats the title, is no summary")
    func summary() throws {
        #expect(try article(item(title: "Bitcoin rises - a lot - CoinDesk", summary: single)).summary == "")
    }

    @Test("nor are the headlines of other newspapers")
    func cluster() throws {
        let cluster =
            "&lt;ol&gt;&lt;li&gt;Bitcoin rises&amp;nbsp;CoinDesk&lt;/li&gt;&lt;li&gt;Up it "
            + "goes&amp;nbsp;Other&lt;/li&gt;&lt;/ol&gt;"
        #expect(try article(item(title: "Bitcoin rises - CoinDesk", summary: cluster)).summary == "")
    }

    @Test("a title that is nothing but the publisher stays")
    func onlyPublisher() throws {
        #expect(try article(item(title: "CoinDesk", summary: "")).title == "CoinDesk")
    }

    @Test("the parameter that Google adds to its links does not make another article")
    func identity() {
        let links = ["https://news.google.com/rss/articles/CBMi?oc=5", "https://news.google.com/rss/articles/CBMi"]
        #expect(Set(links.map { ArticleIdentity.of(link: $0) }).count == 1)
    }
}
