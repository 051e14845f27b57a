package import Domain

/// An article as files have it: the API's object, with the feed and the time of the first observation, which decide its
/// place in the list.
package struct ArticleRecord: Codable, Hashable, Sendable {
    package var published: Timestamp?
    package var title: String
    package var link: String
    package var publisher: String
    package var language: String?
    package var summary: String
    package var feed: SourceName?
    package var firstSeen: Timestamp?
    /// `nil` in files of earlier versions, and of others.
    package var id: ArticleID?
    package var author: String?
    /// Whether the feed gives no title, and ``title`` stands in for one.
    package var isUntitled = false

    /// In bytes; of an article's summary of 1,000 characters too.
    private static let longestText = 8000

    enum CodingKeys: String, CodingKey, CaseIterable {
        case published, title, link, publisher, language, summary, feed, firstSeen = "first_seen", id, author
        case isUntitled = "untitled"
    }

    package init(_ archived: ArchivedArticle) {
        let article = archived.article
        published = article.published
        title = article.title
        link = article.link
        publisher = article.publisher
        language = article.language
        summary = article.summary
        feed = article.feed
        firstSeen = archived.firstSeen
        id = article.id
        author = article.author
        isUntitled = article.isUntitled
    }

    package init(
        published: Timestamp?, title: String, link: String, publisher: String, language: String? = nil,
        summary: String, feed: SourceName? = nil, firstSeen: Timestamp? = nil, id: ArticleID? = nil
    ) {
        self.published = published
        self.title = title
        self.link = link
        self.publisher = publisher
        self.language = language
        self.summary = summary
        self.feed = feed
        self.firstSeen = firstSeen
        self.id = id
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        published = try values.decodeIfPresent(Timestamp.self, forKey: .published)
        title = try values.decode(String.self, forKey: .title)
        link = try values.decode(String.self, forKey: .link)
        publisher = try values.decodeIfPresent(String.self, forKey: .publisher) ?? ""
        language = try values.decodeIfPresent(String.self, forKey: .language)
        summary = try values.decodeIfPresent(String.self, forKey: .summary) ?? ""
        feed = try values.decodeIfPresent(SourceName.self, forKey: .feed)
        firstSeen = try values.decodeIfPresent(Timestamp.self, forKey: .firstSeen)
        // Others may number their articles.
        id = try? values.decodeIfPresent(ArticleID.self, forKey: .id)
        author = try values.decodeIfPresent(String.self, forKey: .author)
        isUntitled = try values.decodeIfPresent(Bool.self, forKey: .isUntitled) ?? false
    }

    /// `untitled` only where it is so.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(published, forKey: .published)
        try values.encode(title, forKey: .title)
        try values.encode(link, forKey: .link)
        try values.encode(publisher, forKey: .publisher)
        try values.encodeIfPresent(language, forKey: .language)
        try values.encode(summary, forKey: .summary)
        try values.encodeIfPresent(feed, forKey: .feed)
        try values.encodeIfPresent(firstSeen, forKey: .firstSeen)
        try values.encodeIfPresent(id, forKey: .id)
        try values.encodeIfPresent(author, forKey: .author)
        if isUntitled { try values.encode(true, forKey: .isUntitled) }
    }

    /// Whether an id has the form of ours: 64 lower-case hexadecimal digits.
    private static func isOurs(_ id: ArticleID) -> Bool {
        id.rawValue.utf8.count == 64
            && id.rawValue.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// - Returns: the article to be kept; or why it is none.
    /// - Parameters:
    ///   - identify: the identity of an article that names none of this program.
    ///   - now: for an article without a time.
    package func article(run: RunID, now: Timestamp, identify: (ArticleRecord) -> ArticleID) -> Result<
        ArchivedArticle, BadArticle
    > {
        guard !title.isEmpty else { return .failure(BadArticle(Phrase("the title is empty", fr: "le titre est vide"))) }
        guard link.isHTTPAddress else {
            return .failure(
                BadArticle(
                    Phrase("the link is no http or https address", fr: "le lien n’est pas une adresse http ou https")))
        }
        let feed = feed.flatMap { $0.rawValue.isEmpty ? nil : $0 } ?? "import"
        let language = language.flatMap { $0.isEmpty ? nil : $0 }
        let texts = [
            (title, false), (publisher, false), (feed.rawValue, false), (language ?? "", false), (summary, true),
            (author ?? "", false),
        ]
        for (text, allowsLines) in texts {
            let isPlain = text.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) || allowsLines && scalar == "\n"
            }
            guard isPlain, text.utf8.count <= Self.longestText else {
                return .failure(
                    BadArticle(
                        Phrase(
                            "a text is too long or has control characters",
                            fr: "un texte est trop long ou contient des caractères de contrôle")))
            }
        }
        let seen = firstSeen ?? published ?? now
        let article = Article(
            id: id.flatMap { Self.isOurs($0) ? $0 : nil } ?? identify(self), title: title, link: link,
            publisher: publisher, published: published,
            summary: String(summary.prefix(Article.summaryLimit)), language: language, feed: feed,
            author: author.flatMap { $0.isEmpty ? nil : $0 }, isUntitled: isUntitled)
        return .success(ArchivedArticle(article, run: run, firstSeen: min(seen, now)))
    }
}

package struct BadArticle: Error, Hashable, Sendable {
    package let reason: Phrase
    init(_ reason: Phrase) { self.reason = reason }
}
