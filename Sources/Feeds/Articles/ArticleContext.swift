import Domain

/// What an entry takes from its feed to become an article.
struct ArticleContext {
    let feed: SourceName
    let url: String
    let site: String?
    /// The publisher of entries that name none.
    let publisher: String
    let language: String?
    let now: Timestamp

    /// Longer than any headline; a longer title is cut.
    static let titleLimit = 300
    static let publisherLimit = 80

    init(feed: SourceName, url: String, document: FeedDocument, now: Timestamp) {
        self.feed = feed
        self.url = url
        site = document.site.flatMap { ArticleLink.absolute($0, from: [url]) }
        publisher = SiteName.publisher(title: PlainText.of(document.title), site: site, url: url, name: feed)
        language = document.language.flatMap(LanguageCode.reduced)
        self.now = now
    }

    func article(from entry: FeedEntry) throws(EntryRejection) -> Article {
        guard !entry.isCutOff else { throw EntryRejection("the document ends inside it") }
        let link = try link(of: entry)
        let source = entry.source.map { PlainText.of($0, limit: Self.publisherLimit) }.flatMap { $0.isEmpty ? nil : $0 }
        let headline = PlainText.of(entry.title)
        let title = source.map { Headline.without(publisher: $0, headline) } ?? headline
        guard !title.isEmpty else { throw EntryRejection("has no title") }

        let summary = PlainText.of(entry.summary)
        let repeats = Headline.isRepeated(in: summary, headline: headline, title: title, publisher: source, link: link)
        return Article(
            id: ArticleLink.identity(of: link),
            title: PlainText.cut(title, to: Self.titleLimit),
            link: link,
            publisher: source ?? publisher,
            // A date in the future is ignored: clamped to the present, it would change with every fetch.
            published: entry.dates.lazy.compactMap(FeedDate.parse).first.flatMap { $0 <= now ? $0 : nil },
            summary: repeats ? "" : PlainText.cut(summary, to: Article.summaryLimit),
            language: entry.language.flatMap(LanguageCode.reduced) ?? language,
            feed: feed)
    }

    private func link(of entry: FeedEntry) throws(EntryRejection) -> String {
        let bases = [url] + (site.map { [$0] } ?? []) + entry.bases
        if let link = entry.links.lazy.compactMap({ ArticleLink.absolute($0, from: bases) }).first { return link }
        if let link = entry.identifiers.lazy.compactMap({ ArticleLink.absolute($0, from: []) }).first { return link }
        guard let refused = entry.links.first else { throw EntryRejection("has no link") }
        throw EntryRejection("its link is no http address: \(PlainText.cut(PlainText.cleaned(refused), to: 80))")
    }
}

/// The reason that an entry is omitted.
struct EntryRejection: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
