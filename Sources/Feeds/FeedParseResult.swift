import Domain

/// What was read from the bytes of a feed.
struct FeedParseResult {
    /// In the feed's order, each link once.
    private(set) var articles: [Article] = []
    /// Why an entry was left out, one line for each.
    private(set) var rejected: [String] = []
    /// Whether the document ends before it is complete. Its last entry is left out, because half a title is not the
    /// title.
    let isCutOff: Bool

    /// More entries than any newspaper announces at once; what follows is not read.
    static let entryLimit = 1000

    /// - Parameters:
    ///   - contentType: the HTTP header, which names the encoding when the document does not.
    ///   - url: where the document came from; relative links start there.
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
