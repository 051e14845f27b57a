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
    mutating func add(link: FieldLink) { if links.count < Self.limit { links.append(link) } }

    mutating func add(date: Timestamp, rank: Int) {
        if rank < dateRank { (published, dateRank) = (date, rank) }
    }
}

/// The `xml:base` attributes, each with the one around it (https://www.w3.org/TR/xmlbase/).
struct BaseChain {
    /// The index for no base at all.
    static let none = -1
    private var links: [(range: Range<Int>, outer: Int)] = []

    /// Deeper than documents nest.
    private static let depthLimit = 16

    mutating func add(_ range: Range<Int>, within outer: Int) -> Int {
        links.append((range, outer))
        return links.count - 1
    }

    /// From the innermost out.
    func ranges(from index: Int) -> [Range<Int>] {
        var (next, ranges) = (index, [Range<Int>]())
        while links.indices.contains(next), ranges.count < Self.depthLimit {
            ranges.append(links[next].range)
            next = links[next].outer
        }
        return ranges
    }
}
