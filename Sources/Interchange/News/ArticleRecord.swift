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

    /// In bytes; of an article's summary of 1,000 characters too.
    private static let longestText = 8000

    enum CodingKeys: String, CodingKey, CaseIterable {
        case published, title, link, publisher, language, summary, feed, firstSeen = "first_seen"
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
    }

    package init(
        published: Timestamp?, title: String, link: String, publisher: String, language: String? = nil,
        summary: String, feed: SourceName? = nil, firstSeen: Timestamp? = nil
    ) {
        self.published = published
        self.title = title
        self.link = link
        self.publisher = publisher
        self.language = language
        self.summary = summary
        self.feed = feed
        self.firstSeen = firstSeen
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
    }

    /// - Returns: the article to be kept; or why it is none.
    /// - Parameters:
    ///   - identify: the identity of a link.
    ///   - now: for an article without a time.
    package func article(run: RunID, now: Timestamp, identify: (String) -> ArticleID) -> Result<
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
            id: identify(link), title: title, link: link, publisher: publisher, published: published,
            summary: String(summary.prefix(Article.summaryLimit)), language: language, feed: feed)
        return .success(ArchivedArticle(article, run: run, firstSeen: min(seen, now)))
    }
}

package struct BadArticle: Error, Hashable, Sendable {
    package let reason: Phrase
    init(_ reason: Phrase) { self.reason = reason }
}
