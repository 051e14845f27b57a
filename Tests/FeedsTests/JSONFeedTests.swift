import Domain
import Support
import Testing

@testable import Feeds

@Suite("JSON Feed")
struct JSONFeedTests {
    private func feed(_ items: String, version: String = "https://jsonfeed.org/version/1.1") -> String {
        """
        {"version": "\(version)", "title": "The Hourly Coin", "home_page_url": "https://hourlycoin.example/",
         "language": "en-US", "authors": [{"name": "The Desk"}], "_other": {"a": [1, {"b": null}]}, "items": [\(items)]}
        """
    }

    @Test("an item becomes an article")
    func complete() throws {
        let reading = try read(
            feed(
                """
                {"id": "1", "url": "/rises", "title": "Bitcoin \\u20ac \\"up\\" \\ud83d\\ude80", "content_html": "<p>It &amp; all</p>",
                 "date_published": "2026-01-01T12:00:00+02:00", "authors": [{"url": "x", "name": "Jane Doe"}], "tags": ["a"]}
                """))
        let article = try #require(reading.articles.first)
        #expect(article.title == "Bitcoin € \"up\" 🚀" && article.link == "https://hourlycoin.example/rises")
        #expect(article.summary == "It & all" && article.published == .hour(10))
        #expect(article.author == "Jane Doe" && article.language == "en" && article.publisher == "The Hourly Coin")
    }

    @Test("version 1.0 has one author, and an identifier may be the link")
    func first() throws {
        let reading = try read(
            feed(
                "{\"id\": \"https://hourlycoin.example/2\", \"content_text\": \"Text <b>\", \"author\": {\"name\": \"Jo\"}}",
                version: "https://jsonfeed.org/version/1"))
        let article = try #require(reading.articles.first)
        #expect(article.link == "https://hourlycoin.example/2" && article.author == "Jo")
        #expect(article.summary == "Text <b>" && article.title == "Text <b>" && article.isUntitled)
    }

    @Test("a document that is cut gives the items before it")
    func cut() throws {
        let items = (0..<5).map { "{\"id\": \"\($0)\", \"url\": \"https://a.example/\($0)\", \"title\": \"T\($0)\"}" }
        let bytes = Array(feed(items.joined(separator: ",")).utf8)
        for length in bytes.indices {
            guard let reading = try? read(Array(bytes[..<length])) else { continue }
            #expect(reading.articles.map(\.title) == (0..<reading.articles.count).map { "T\($0)" })
            #expect(reading.isCutOff)
        }
    }

    @Test("other JSON is no feed, and an empty feed is empty")
    func others() {
        #expect(failure("{\"version\": 1}")?.kind == .unexpectedShape)
        #expect(failure(feed(""))?.kind == .empty)
        #expect(failure("{\"items\": {}}")?.kind == .unexpectedShape)
    }

    @Test("a byte order mark before it is passed over")
    func mark() throws {
        let items = "{\"id\": \"1\", \"url\": \"https://hourlycoin.example/1\", \"title\": \"One\"}"
        let text = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [\(items)]}"
        #expect(try read([0xEF, 0xBB, 0xBF] + Array(text.utf8)).articles.map(\.title) == ["One"])
    }
}
