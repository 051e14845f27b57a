import Domain
import Support

@testable import Feeds

/// A small RSS feed around items.
func rss(_ items: String..., title: String = "The Hourly Coin", language: String? = "en-US") -> String {
    let language = language.map { "<language>\($0)</language>" } ?? ""
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel><title>\(title)</title><link>https://hourlycoin.example/</link>\(language)
        \(items.joined(separator: "\n"))
        </channel></rss>
        """
}

/// One RSS item; what is inside is written as it should stand in the document.
func item(
    title: String? = "Bitcoin rises", link: String? = "https://hourlycoin.example/rises",
    date: String? = "Thu, 01 Jan 2026 10:00:00 GMT",
    summary: String? = nil, more: String = ""
) -> String {
    func element(_ name: String, _ text: String?) -> String { text.map { "<\(name)>\($0)</\(name)>" } ?? "" }
    return
        "<item>\(element("title", title))\(element("link", link))\(element("pubDate", date))\(element("description", summary))\(more)</item>"
}

/// A small Atom feed around entries.
func atom(_ entries: String..., attributes: String = "") -> String {
    """
    <?xml version="1.0"?>
    <feed xmlns="http://www.w3.org/2005/Atom" \(attributes)><title>The Hourly Coin</title><link href="https://hourlycoin.example/"/>
    \(entries.joined(separator: "\n"))
    </feed>
    """
}

/// Reads a document as if it had come from `https://hourlycoin.example/feed`, two days after the tests' epoch.
func read(
    _ body: [UInt8], contentType: String? = nil, url: String = "https://hourlycoin.example/feed",
    now: Timestamp = .hour(48)
) throws(SourceFailure) -> FeedParseResult {
    try FeedParseResult(body, contentType: contentType, of: "hourly", at: url, now: now)
}

func read(_ text: String, now: Timestamp = .hour(48)) throws(SourceFailure) -> FeedParseResult {
    try read(Array(text.utf8), now: now)
}

/// The only article of a feed with this one item.
func article(_ item: String) throws -> Article {
    let reading = try read(rss(item))
    guard let article = reading.articles.first, reading.articles.count == 1 else {
        throw NotOneArticle(count: reading.articles.count)
    }
    return article
}

struct NotOneArticle: Error {
    let count: Int
}

/// Why a feed was refused, `nil` when it was not.
func failure(_ body: [UInt8]) -> SourceFailure? {
    do {
        _ = try read(body)
        return nil
    } catch {
        return error
    }
}

func failure(_ text: String) -> SourceFailure? { failure(Array(text.utf8)) }
