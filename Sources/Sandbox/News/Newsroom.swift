import Domain
import HTTPTypes

/// Serves the simulated feeds and their articles.
struct Newsroom: Sendable {
    let market: SimulatedMarket

    /// The newest articles of `feed` at the time of the request; 304 when the client has them.
    func response(to request: WorldRequest, feed: NewsFeed) -> WorldResponse {
        let articles = newest(of: feed, at: request.now)
        let body = Array(feed.document(articles, origin: request.origin).utf8)
        let etag = "\"\(digest(body).hexadecimal)\""
        let modified = (articles.first?.published ?? market.genesis).httpDate
        let validators: HTTPFields = [.eTag: etag, .lastModified: modified]
        // If-None-Match takes precedence over If-Modified-Since (RFC 9110, 13.2.2).
        let isKnown =
            request.headers[.ifNoneMatch].map { $0.contains(etag) } ?? (request.headers[.ifModifiedSince] == modified)
        guard !isKnown else {
            return WorldResponse(.notModified, feed.contentType, [], headers: validators)
        }
        return WorldResponse(.ok, feed.contentType, body, headers: validators)
    }

    /// The page of the article with the id in the path `/ID`; 404 for one that is unknown or not published yet.
    func page(_ request: WorldRequest) -> WorldResponse {
        guard let article = article(String(request.path.dropFirst()), at: request.now) else {
            return .html(Page.document(language: .english, title: "No such article", paragraphs: []), status: .notFound)
        }
        return .html(Page.document(article))
    }

    private static let length = 30
    private static let reach = Duration.days(9)

    private func newest(of feed: NewsFeed, at now: Timestamp) -> [SimulatedArticle] {
        StoryFinder(market: market).stories(closingIn: TimeRange(now - Self.reach, until: now + .milliseconds(1)))
            .flatMap { story in
                feed.outlets.filter { $0.publishes(story) }.map { SimulatedArticle(story: story, outlet: $0) }
            }
            .filter { $0.published <= now }
            .sorted { ($0.published, $0.id) > ($1.published, $1.id) }
            .prefix(Self.length).map { $0 }
    }

    private func article(_ id: String, at now: Timestamp) -> SimulatedArticle? {
        guard let seconds = id.split(separator: "-").first.flatMap({ Int64($0) }), (0...now.seconds).contains(seconds)
        else { return nil }
        let hour = Timestamp(seconds: seconds)
        return StoryFinder(market: market).stories(closingIn: TimeRange(hour, until: hour + .milliseconds(1)))
            .flatMap { story in
                Outlet.allCases.filter { $0.publishes(story) }.map { SimulatedArticle(story: story, outlet: $0) }
            }
            .first { $0.id == id && $0.published <= now }
    }

    /// FNV-1a, 64 bits.
    private func digest(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

/// The HTML page of an article.
private enum Page {
    static func document(_ article: SimulatedArticle) -> String {
        let note =
            switch article.outlet.language {
            case .english:
                "This is a simulated article from a simulated world. Nothing in it is real, and no newspaper of this "
                    + "name wrote it."
            case .french:
                "Ceci est un article simulé, d’un monde simulé. Rien n’y est réel, et aucun journal de ce nom ne l’a "
                    + "écrit."
            }
        let byline = "\(article.outlet.name), \(article.published.rfc3339)"
        return document(
            language: article.outlet.language, title: article.title, paragraphs: [byline, article.summary, note])
    }

    static func document(language: Language, title: String, paragraphs: [String]) -> String {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(title.htmlEscaped)</title>
        <style>body { font: 1.1rem/1.6 serif; max-width: 38rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }</style></head>
        <body><h1>\(title.htmlEscaped)</h1>
        \(paragraphs.map { "<p>\($0.htmlEscaped)</p>" }.joined(separator: "\n"))
        </body>
        </html>
        """
    }
}
