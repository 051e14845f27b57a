import Domain

/// What an entry takes from its feed to become an article.
struct ArticleContext {
    private let feed: SourceName
    private let url: String
    private let contents: FeedContents
    private let reader: FieldReader
    /// The publisher of entries that name none.
    private let publisher: String
    private let language: String?
    private let author: String?
    private let now: Timestamp
    private var bases: ResolvedBases
    /// Identifiers that do not identify: three entries or more of different links have them.
    private let repeatedIdentifiers: Set<UInt64>
    /// Links of entries with different titles and no identifier.
    private let sharedLinks: Set<UInt64>

    /// Longer than any headline; a longer title is cut.
    static let titleLimit = 300
    static let publisherLimit = 80
    static let authorLimit = 120
    /// The length of a title that is made from the summary.
    private static let untitledLimit = 80
    /// How far ahead a date may be: clocks and time zones are wrong, and texts are published for tomorrow.
    static let futureLimit = Duration.seconds(24 * 3600)
    /// 1990-01-01.
    private static let earliest = Timestamp(milliseconds: 631_152_000_000)

    init(feed: SourceName, url: String, contents: FeedContents, entries: [FeedEntry], now: Timestamp) {
        self.feed = feed
        self.url = url
        self.contents = contents
        reader = FieldReader(contents.bytes)
        let sites = contents.links.sorted { $0.text.rank < $1.text.rank }
        let site = sites.lazy.compactMap { [reader] in
            ArticleLink.absolute(reader.address($0.text), from: Array(url.utf8))
        }.first
        let title = contents.title.map { [reader] in reader.plain($0, limit: 1000) } ?? ""
        publisher = SiteName.publisher(title: title, site: site, url: url, name: feed)
        language = contents.language.map { [reader] in reader.plain($0, limit: 40) }.flatMap(LanguageCode.reduced)
        author = contents.author.map { [reader] in reader.plain($0, limit: Self.authorLimit) }
        self.now = now
        bases = ResolvedBases(of: contents, at: url)
        repeatedIdentifiers = Self.repeated(entries, contents.bytes)
        sharedLinks = Self.shared(entries, contents.bytes)
    }

    mutating func article(from entry: FeedEntry) throws(EntryRejection) -> Article {
        let link = try link(of: entry)
        let source = entry.source.flatMap { nonEmpty($0, limit: Self.publisherLimit) }
        let publisher = source ?? publisher
        let headline = best(entry.titles, limit: Self.titleLimit + Self.publisherLimit) ?? ""
        var title = source.map { Headline.without(publisher: $0, headline) } ?? headline
        var summary = best(entry.summaries, limit: Article.summaryLimit) ?? ""
        // A date too far ahead, or before there was a web, is an error: 1970 and the year 1 are those of empty fields.
        let published = entry.published.flatMap {
            ($0 <= now + Self.futureLimit && $0 >= Self.earliest) ? $0 : nil
        }
        let isUntitled = title.isEmpty
        if isUntitled {
            guard !summary.isEmpty || published != nil else { throw EntryRejection("has no title, text or date") }
            title = Self.standIn(summary, publisher, published)
        } else if Headline.isRepeated(
            in: summary, headline: headline, title: title, publisher: source, link: link)
        {
            summary = ""
        }
        let identifier = entry.identifier.flatMap { identifier in
            !repeatedIdentifiers.isEmpty
                && repeatedIdentifiers.contains(contents.bytes.fingerprint(identifier.range))
                ? nil : String(decoding: reader.address(identifier), as: UTF8.self)
        }
        return Article(
            id: ArticleIdentity.of(
                identifier: identifier, link: link, title: title, publisher: publisher, published: published,
                feed: url,
                sharesLink: entry.links.first.map {
                    !sharedLinks.isEmpty && sharedLinks.contains(contents.bytes.fingerprint($0.text.range))
                } ?? false),
            title: PlainText.cut(title, to: Self.titleLimit).composed, link: link, publisher: publisher,
            published: published,
            summary: summary.composed,
            language: entry.language.map { reader.plain($0, limit: 40) }.flatMap(LanguageCode.reduced) ?? language,
            feed: feed, author: best(entry.authors, limit: Self.authorLimit).map(AuthorName.of) ?? author,
            isUntitled: isUntitled)
    }

    /// The first words of the summary, else who published it when.
    private static func standIn(_ summary: String, _ publisher: String, _ published: Timestamp?) -> String {
        if !summary.isEmpty {
            let short = PlainText.cut(summary, to: untitledLimit)
            guard short != summary, let space = short.lastIndex(of: " "), space > short.startIndex else { return short }
            return String(short[..<space]).trimmed + "…"
        }
        return "\(publisher), \((published ?? .earliest).rfc3339.prefix(16).replacing("T", with: " ")) UTC"
    }

    private func nonEmpty(_ field: FieldText, limit: Int) -> String? {
        let text = reader.plain(field, limit: limit)
        return text.isEmpty ? nil : text
    }

    /// The text of the best candidate that has one.
    private func best(_ candidates: [FieldText], limit: Int) -> String? {
        guard candidates.count > 1 else { return candidates.first.flatMap { nonEmpty($0, limit: limit) } }
        return candidates.sorted { $0.rank < $1.rank }.lazy.compactMap { nonEmpty($0, limit: limit) }.first
    }

    private mutating func link(of entry: FeedEntry) throws(EntryRejection) -> String {
        let links = entry.links.count > 1 ? entry.links.sorted { $0.text.rank < $1.text.rank } : entry.links
        for link in links {
            // An identifier is an address only when it is absolute.
            let base = (6...7).contains(link.text.rank) || link.text.rank == 10 ? nil : bases[link.base]
            if let address = ArticleLink.absolute(reader.address(link.text), from: base) { return address }
        }
        guard let refused = links.first(where: { $0.text.rank < 6 }) else { throw EntryRejection("has no link") }
        let address = reader.plain(refused.text, limit: ArticleLink.limit + 1)
        if address.count > ArticleLink.limit {
            throw EntryRejection("its link is longer than \(ArticleLink.limit) characters")
        }
        let authority = address.prefix { !"?#".contains($0) }.split(separator: "/", maxSplits: 2).dropFirst().first
        if authority?.contains("@") == true { throw EntryRejection("its link contains a user name") }
        throw EntryRejection("its link is no http address: \(PlainText.cut(address, to: 80))")
    }

    private static func shared(_ entries: [FeedEntry], _ bytes: [UInt8]) -> Set<UInt64> {
        var titles: [UInt64: UInt64] = [:]
        var shared: Set<UInt64> = []
        for entry in entries where entry.identifier == nil {
            guard let link = entry.links.first, let title = entry.titles.first else { continue }
            let (key, value) = (bytes.fingerprint(link.text.range), bytes.fingerprint(title.range))
            if titles.updateValue(value, forKey: key) ?? value != value { shared.insert(key) }
        }
        return shared
    }

    private static func repeated(_ entries: [FeedEntry], _ bytes: [UInt8]) -> Set<UInt64> {
        var pairs: [(identifier: UInt64, link: UInt64)] = []
        for entry in entries {
            guard let identifier = entry.identifier, let link = entry.links.first else { continue }
            pairs.append((bytes.fingerprint(identifier.range), bytes.fingerprint(link.text.range)))
        }
        pairs.sort { $0 < $1 }
        var repeated: Set<UInt64> = []
        var links = 0
        for (index, pair) in pairs.enumerated() {
            let isSame = index > 0 && pairs[index - 1].identifier == pair.identifier
            links = isSame ? links + (pairs[index - 1].link == pair.link ? 0 : 1) : 1
            if links > 2 { repeated.insert(pair.identifier) }
        }
        return repeated
    }
}

/// The reason that an entry is omitted.
struct EntryRejection: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
