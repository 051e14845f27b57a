import Domain

/// The result of parsing a feed.
struct FeedParseResult {
    /// The articles in the order of the feed, each link once.
    private(set) var articles: [Article] = []
    /// The reasons for omitted entries, one line each.
    private(set) var rejected: [String] = []
    /// Whether the document is truncated. Its last entry is omitted then, as its title may be incomplete.
    let isCutOff: Bool

    /// More entries than any feed has; the rest is not parsed.
    static let entryLimit = 1000

    /// - Parameters:
    ///   - contentType: the HTTP header, which names the encoding when the document does not.
    ///   - url: the URL of the document, the base of relative links.
    /// - Throws: ``SourceFailure``: `malformed`, `unexpected_shape`, or `empty` for a feed without entries.
    init(_ body: [UInt8], contentType: String?, of name: SourceName, at url: String, now: Timestamp)
        throws(SourceFailure)
    {
        let document = try FeedDocument(body, contentType: contentType, of: name)
        isCutOff = document.isCutOff
        let context = ArticleContext(feed: name, url: url, document: document, now: now)
        var known: Set<ArticleID> = []
        for (index, entry) in document.entries.prefix(Self.entryLimit).enumerated() {
            do {
                let article = try context.article(from: entry)
                if known.insert(article.id).inserted { articles.append(article) }
            } catch {
                rejected.append("entry \(index + 1): \(error.reason)")
            }
        }
        if document.entries.count > Self.entryLimit {
            rejected.append("\(document.entries.count - Self.entryLimit) entries beyond the first \(Self.entryLimit)")
        }
        if isCutOff { rejected.append("the document is cut off; what followed is unknown") }
        if articles.isEmpty {
            let problem = (rejected.first ?? "").printableLine(limit: 200)
            throw SourceFailure(
                name,
                isCutOff ? .truncatedFeed : .nothingReadable(of: document.entries.count, problem: problem))
        }
    }
}
