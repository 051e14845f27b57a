import Domain

/// The contents of a feed as written: markup is kept, links may be relative, dates are text.
struct FeedDocument {
    var title = ""
    /// The website of the feed.
    var site: String?
    var language: String?
    var entries: [FeedEntry] = []
    var isCutOff = false
}

/// One `item` or `entry`.
struct FeedEntry {
    var title = ""
    /// Candidates for the URL of the article as written, best first.
    var links: [String] = []
    /// Identifiers that may be URLs, used only when absolute.
    var identifiers: [String] = []
    /// The `xml:base` attributes that apply to the links, outermost first.
    var bases: [String] = []
    var summary = ""
    /// Candidates for the publication date as written, best first.
    var dates: [String] = []
    /// The publisher, where the entry names one.
    var source: String?
    var language: String?
    var isCutOff = false
}

extension FeedDocument {
    /// Parses RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, detected by the root element.
    init(_ body: [UInt8], contentType: String?, of name: SourceName) throws(SourceFailure) {
        let text = DocumentText.decode(body, contentType: contentType)
        guard let root = XMLDocument.root(of: XMLRepair.repaired(text)) else { throw Self.failure(for: text, of: name) }
        switch root.name {
        case "rss", "rdf", "channel": self = RSS.document(from: root)
        case "feed": self = Atom.document(from: root)
        case "html": throw SourceFailure(name, .notAFeed(.webPage))
        case _ where !root.isComplete: throw Self.failure(for: text, of: name)
        default:
            throw SourceFailure(name, .notAFeed(.xml(root: root.name.printableLine(limit: 40))))
        }
        isCutOff = !root.isComplete
        guard entries.isEmpty else { return }
        throw SourceFailure(name, isCutOff ? .truncatedFeed : .noEntries)
    }

    private static func failure(for text: String, of name: SourceName) -> SourceFailure {
        let start = text.prefix(512).drop { $0.isWhitespace }
        if start.isEmpty { return SourceFailure(name, .emptyDocument) }
        if start.hasPrefix("{") || start.hasPrefix("[") { return SourceFailure(name, .notAFeed(.json)) }
        return SourceFailure(
            name, .notAFeed(start.contains("<") ? .unreadableXML(bytes: text.utf8.count) : .plainText))
    }
}
