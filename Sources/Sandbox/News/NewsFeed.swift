import Domain

/// The simulated feeds, each in a format of real ones.
enum NewsFeed: String, CaseIterable, Sendable {
    /// RSS 2.0 with CDATA in titles and descriptions, and markup in descriptions.
    case english = "en.xml"
    /// Atom.
    case french = "fr.xml"
    /// RSS in the form of a Google News search: " - Publisher" at the end of titles, `source`, a link inside the
    /// description.
    case google = "google-en.xml"

    var outlets: [Outlet] {
        switch self {
        case .english: [.gazette]
        case .french: [.gazetteSimulee]
        case .google: [.times, .coinPost]
        }
    }

    var contentType: String {
        switch self {
        case .english: "application/rss+xml; charset=utf-8"
        case .french: "application/atom+xml; charset=utf-8"
        case .google: "application/xml; charset=utf-8"
        }
    }

    /// - Parameter articles: newest first.
    func document(_ articles: [SimulatedArticle], origin: String) -> String {
        switch self {
        case .english: rss(articles, origin)
        case .french: atom(articles, origin)
        case .google: newsSearch(articles, origin)
        }
    }

    /// https://www.rssboard.org/rss-specification
    private func rss(_ articles: [SimulatedArticle], _ origin: String) -> String {
        let items = articles.map { article in
            """
            <item><title><![CDATA[\(article.title)]]></title><link>\(article.link(origin))</link>\
            <guid isPermaLink="false">\(article.id)</guid><pubDate>\(article.published.httpDate)</pubDate>\
            <dc:creator>\(article.outlet.name.htmlEscaped)</dc:creator>\
            <description><![CDATA[<p>\(article.summary)</p>]]></description></item>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
            <title>Sandbox Gazette</title><link>\(origin)/feeds/\(rawValue)</link>
            <atom:link rel="self" type="application/rss+xml" href="\(origin)/feeds/\(rawValue)"/>
            <description>News of a simulated market. Nothing here is real.</description><language>en</language>
            \(items.joined(separator: "\n"))
            </channel></rss>
            """
    }

    /// RFC 4287.
    private func atom(_ articles: [SimulatedArticle], _ origin: String) -> String {
        let entries = articles.map { article in
            """
            <entry><title>\(article.title.htmlEscaped)</title><id>\(article.link(origin))</id>\
            <link rel="alternate" type="text/html" href="\(article.link(origin))"/>\
            <published>\(article.published.rfc3339)</published><updated>\(article.published.rfc3339)</updated>\
            <author><name>\(article.outlet.name.htmlEscaped)</name></author>\
            <summary type="text">\(article.summary.htmlEscaped)</summary></entry>
            """
        }
        let updated = articles.first?.published ?? Timestamp(seconds: 0)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
            <title>La Gazette simulée</title><subtitle>Nouvelles d’un marché simulé. Rien n’y est réel.</subtitle>
            <id>\(origin)/feeds/\(rawValue)</id><link rel="self" href="\(origin)/feeds/\(rawValue)"/><updated>\(updated.rfc3339)</updated>
            \(entries.joined(separator: "\n"))
            </feed>
            """
    }

    private func newsSearch(_ articles: [SimulatedArticle], _ origin: String) -> String {
        let items = articles.map { article in
            let link = article.link(origin)
            let anchor =
                "<a href=\"\(link)\" "
                + "target=\"_blank\">\(article.title.htmlEscaped)</a>&nbsp;&nbsp;\(article.outlet.name)"
            return """
                <item><title>\(article.title.htmlEscaped) - \(article.outlet.name.htmlEscaped)</title><link>\(link)</link>\
                <guid isPermaLink="false">\(article.id)</guid><pubDate>\(article.published.httpDate)</pubDate>\
                <description>\(anchor.htmlEscaped)</description>\
                <source url="\(origin)">\(article.outlet.name.htmlEscaped)</source></item>
                """
        }
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>\
            <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><generator>Sandbox</generator>\
            <title>"bitcoin" - Simulated news search</title><link>\(origin)</link><language>en-US</language>\
            <description>News of a simulated market. Nothing here is real.</description>
            \(items.joined(separator: "\n"))
            </channel></rss>
            """
    }
}

extension String {
    /// Escaped for text and quoted attributes of XML and HTML.
    var htmlEscaped: String {
        reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
    }
}
