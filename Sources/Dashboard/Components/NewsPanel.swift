import API

/// The latest articles, each a link to its publisher.
struct NewsPanel: Sendable {
    struct Item: Sendable {
        let headline: String
        /// `nil` unless it is an `http` or `https` address.
        let link: String?
        let publisher: String
        let published: TimeLabel?
        /// ISO 639 code for `lang` and `hreflang`; `nil` where the feed declares none that is valid.
        let languageCode: String?
    }

    let staleNotice: StaleNotice?
    let items: [Item]

    init(_ news: Loadable<ArticlePage>, in formatter: LocalizedFormatter) {
        let strings = formatter.strings
        staleNotice = StaleNotice(
            news, empty: strings.missing.newsEmpty, unavailable: strings.missing.newsUnavailable, in: formatter)
        items = (news.value?.news ?? []).map { Item($0, in: formatter) }
    }
}

extension NewsPanel.Item {
    init(_ article: ArticleResponse, in formatter: LocalizedFormatter) {
        headline = article.title
        link = Self.isWebAddress(article.link) ? article.link : nil
        publisher = article.publisher
        published = article.published.map(formatter.label)
        languageCode = article.language.flatMap(Self.languageCode)
    }

    private static func isWebAddress(_ link: String) -> Bool {
        let scheme = link.prefix(8).lowercased()
        return scheme.hasPrefix("https://") || scheme.hasPrefix("http://")
    }

    /// The primary subtag of what a feed declares: `en` of `en-US`.
    private static func languageCode(_ declared: String) -> String? {
        let code = declared.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return (2...3).contains(code.count) && code.allSatisfy { ("a"..."z").contains($0) } ? code : nil
    }
}
