import Domain

/// The result of parsing a feed.
struct FeedParseResult {
    /// The articles in the order of the feed, each once.
    private(set) var articles: [Article] = []
    /// What was omitted and why, one line each, at most ``lineLimit`` for single entries.
    private(set) var rejected: [String] = []
    /// The number of entries that gave no article: unreadable, cut off, or older than the newest
    /// ``NewestEntries/limit``. Repetitions of an article do not count.
    private(set) var rejectedCount = 0
    /// The number of entries that repeat another one.
    private(set) var repeatedCount = 0
    /// When the document says that it is to be read again.
    let demands: FeedDemands
    /// Whether the document is truncated. Its last entry is omitted then, as its title may be incomplete.
    let isCutOff: Bool

    /// Reasons for single entries; more would fill the log.
    static let lineLimit = 20

    /// - Parameters:
    ///   - contentType: the HTTP header, which names the encoding.
    ///   - url: the URL of the document, the base of relative links.
    /// - Throws: ``SourceFailure``: `malformed`, `unexpected_shape`, or `empty` for a feed without entries.
    init(_ body: [UInt8], contentType: String?, of name: SourceName, at url: String, now: Timestamp)
        throws(SourceFailure)
    {
        var contents = try FeedFormat.contents(
            of: DocumentEncoding.utf8(body, contentType: contentType), feed: name)
        isCutOff = contents.isCutOff
        demands = contents.schedule.demands
        let entries = contents.entries.finish()
        var context = ArticleContext(feed: name, url: url, contents: contents, entries: entries, now: now)
        var known: Set<ArticleID> = []
        known.reserveCapacity(entries.count)
        articles.reserveCapacity(entries.count)
        for entry in entries {
            do {
                let article = try context.article(from: entry)
                if known.insert(article.id).inserted { articles.append(article) } else { repeatedCount += 1 }
            } catch {
                rejectedCount += 1
                if rejected.count < Self.lineLimit { rejected.append("entry \(entry.number): \(error.reason)") }
            }
        }
        count(contents)
        if articles.isEmpty {
            let problem = (rejected.first ?? "").printableLine(limit: 200)
            throw SourceFailure(
                name,
                isCutOff ? .truncatedFeed : .nothingReadable(of: contents.entries.total, problem: problem))
        }
    }

    private mutating func count(_ contents: FeedContents) {
        let entries = contents.entries
        if rejectedCount > rejected.count { rejected.append("\(rejectedCount - rejected.count) more entries") }
        if entries.empty > 0 { rejected.append("\(entries.empty) empty entries") }
        if entries.omitted > 0 {
            rejected.append("\(entries.omitted) entries older than the newest \(NewestEntries.limit)")
        }
        if contents.unclosedEntries > 0 {
            rejected.append("\(contents.unclosedEntries) entries without their end, read up to the next")
        }
        if isCutOff { rejected.append("the document is cut off; what followed is unknown") }
        rejectedCount += entries.empty + entries.omitted + (entries.isLastLost ? 1 : 0)
    }
}
