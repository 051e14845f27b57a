import Domain

/// The contents of a feed as written: ranges of its bytes, so that only what becomes an article is decoded.
struct FeedContents {
    /// The document; in UTF-8.
    let bytes: [UInt8]
    var title: FieldText?
    /// Candidates for the website of the feed.
    var links: [FieldLink] = []
    var language: FieldText?
    /// The author of entries that name none (RFC 4287, 4.2.1).
    var author: FieldText?
    var schedule = UpdateSchedule()
    var entries = NewestEntries()
    /// Every `xml:base`.
    var bases = BaseChain()
    var isCutOff = false
    /// The number of entries that had to be ended where the next one began, as their own end is missing.
    var unclosedEntries = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// A part of the document and the way to its text.
struct FieldText {
    enum Form: UInt8 {
        /// Text within XML, decoded once (Atom's `text`).
        case text
        /// HTML escaped for XML (RSS, Atom's `html`).
        case html
        /// HTML as elements of the document (Atom's `xhtml`).
        case xhtml
        case base64Text, base64HTML
        case attribute
        /// A JSON string.
        case jsonText, jsonHTML
    }

    var range: Range<Int>
    var form: Form
    /// The smaller, the better among the candidates of one entry.
    var rank = 0
}

struct FieldLink {
    var text: FieldText
    /// In ``FeedContents/bases``.
    var base: Int
}

/// One `item` or `entry`.
struct FeedEntry {
    /// Its place in the feed, from 1.
    var number = 0
    var titles: [FieldText] = []
    var summaries: [FieldText] = []
    var links: [FieldLink] = []
    var authors: [FieldText] = []
    var identifier: FieldText?
    /// The publication date, of the best readable candidate.
    var published: Timestamp?
    var dateRank = Int.max
    /// The publisher, where the entry names one.
    var source: FieldText?
    var language: FieldText?

    /// More candidates than any feed has.
    private static let limit = 12

    /// Without anything that could become an article.
    var isEmpty: Bool { titles.isEmpty && summaries.isEmpty && links.isEmpty && identifier == nil }

    mutating func add(title: FieldText) { if titles.count < Self.limit { titles.append(title) } }
    mutating func add(summary: FieldText) { if summaries.count < Self.limit { summaries.append(summary) } }
    mutating func add(author: FieldText) { if authors.count < Self.limit { authors.append(author) } }

    /// - Returns: whether it is kept.
    @discardableResult
    mutating func add(link: FieldLink) -> Bool {
        guard links.count < Self.limit else { return false }
        links.append(link)
        return true
    }

    mutating func add(date: Timestamp, rank: Int) {
        if rank < dateRank { (published, dateRank) = (date, rank) }
    }
}

/// The `xml:base` attributes in force or used by a link, each with the one around it (https://www.w3.org/TR/xmlbase/).
///
/// They are resolved when an article needs one. What is beyond the limits has no effect, and the base around it holds.
struct BaseChain {
    /// The index for no base at all.
    static let none = -1
    /// Deeper than documents nest.
    static let depthLimit = 16
    /// Longer than any base in use, in bytes: written, and resolved.
    static let addressLimit = 1024
    /// More than the entries that are kept have.
    static let countLimit = 65_536

    private(set) var links: [Link] = []
    /// The last one that a link needs.
    private var lastKept = none

    struct Link {
        let range: Range<Int>
        let outer: Int32
        let depth: Int32
    }

    /// - Parameter outer: the innermost base in force.
    /// - Returns: the index of the base in force within the element.
    mutating func add(_ range: Range<Int>, within outer: Int) -> Int {
        let depth = outer == Self.none ? 1 : links[outer].depth + 1
        guard depth <= Self.depthLimit, range.count <= Self.addressLimit else { return outer }
        // Those of elements that have ended without a link: a document may have one at every sixteenth byte.
        let used = max(lastKept, outer) + 1
        if links.count > used { links.removeLast(links.count - used) }
        guard links.count < Self.countLimit else { return outer }
        links.append(Link(range: range, outer: Int32(outer), depth: depth))
        return links.count - 1
    }

    /// Keeps a base, which a link needs, and those around it.
    mutating func keep(_ index: Int) { lastKept = max(lastKept, index) }
}
