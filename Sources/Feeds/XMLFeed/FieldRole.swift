/// A start tag.
struct ElementStart {
    let element: ElementName
    let vocabulary: Vocabulary
    let attributes: TagAttributes
    /// In ``FeedContents/bases``.
    let base: Int
    /// Whether its name has a prefix.
    let hasPrefix: Bool
}

/// Where a field stands.
enum FieldPlace {
    case feed, entry
    /// Within the author of the feed, or of an entry.
    case feedAuthor, author
    /// Within the `source` of an Atom entry.
    case source
    /// Within `skipHours` or `skipDays` of the feed.
    case skipHours, skipDays
    /// Within `media:group` or `media:content`.
    case media
    case elsewhere
}

/// What a field is for. The number is its rank among the candidates of an entry; 0 is the best.
enum FieldRole {
    case title(Int), summary(Int), author(Int), date(Int), identifier(Int)
    /// An address as text.
    case link(Int)
    /// An address in `href`.
    case atomLink(Int)
    /// A picture, sound or film, for an entry that is nothing else.
    case enclosure(Int)
    case source, language
    case feedTitle, feedLanguage(Int), feedAuthor
    case schedule(UpdateSchedule.Part)
    case ignored

    var rank: Int {
        switch self {
        case .title(let rank), .summary(let rank), .author(let rank), .date(let rank), .identifier(let rank),
            .link(let rank), .atomLink(let rank), .enclosure(let rank), .feedLanguage(let rank):
            rank
        case .source, .language, .feedTitle, .feedAuthor, .schedule, .ignored: 0
        }
    }

    var isIdentifier: Bool { if case .identifier = self { true } else { false } }
    var isAuthor: Bool { if case .author = self { true } else { false } }

    /// `nil` for an element that is no field.
    static func of(_ start: ElementStart, at place: FieldPlace, in bytes: [UInt8], isRSS: Bool) -> FieldRole? {
        switch (place, start.element) {
        case (.entry, _): ofEntry(start, in: bytes, isRSS: isRSS)
        case (.feed, .title) where start.isOwn: .feedTitle
        case (.feed, .link) where start.isOwn: start.link(isOfFeed: true, in: bytes)
        case (.feed, .language) where start.vocabulary == .rss: .feedLanguage(0)
        case (.feed, .language) where start.vocabulary == .dublinCore: .feedLanguage(1)
        case (.feed, .ttl) where start.vocabulary == .rss: .schedule(.ttl)
        case (.feed, .updatePeriod) where start.vocabulary == .syndication: .schedule(.updatePeriod)
        case (.feed, .updateFrequency) where start.vocabulary == .syndication: .schedule(.updateFrequency)
        case (.skipHours, .hour): .schedule(.hour)
        case (.skipDays, .day): .schedule(.day)
        case (.feedAuthor, .name): .feedAuthor
        case (.author, .name): .author(0)
        case (.source, .title): .source
        case (.media, .title): .title(2)
        case (.media, .description): .summary(6)
        default: nil
        }
    }

    private static func ofEntry(_ start: ElementStart, in bytes: [UInt8], isRSS: Bool) -> FieldRole? {
        switch (start.vocabulary, start.element) {
        case (.rss, .title): .title(0)
        case (.atom, .title): .title(isRSS ? 1 : 0)
        case (.dublinCore, .title), (.dublinTerms, .title): .title(1)
        case (.media, .title): .title(2)
        case (.iTunes, .title): .title(3)
        case (.rss, .link), (.atom, .link): start.link(isOfFeed: false, in: bytes)
        case (_, .originalLink): .link(0)
        case (.rss, .enclosure): .enclosure(9)
        case (.rss, .guid): .identifier(6)
        case (.atom, .id), (.rss, .id): .identifier(10)
        case (.rss, .source) where isRSS: .source
        case (.rss, .language), (.dublinCore, .language): .language
        case (.dublinCore, .creator): .author(0)
        case (.rss, .author) where isRSS: .author(1)
        case (.iTunes, .author): .author(2)
        default: summary(start, isRSS: isRSS) ?? date(start, isRSS: isRSS)
        }
    }

    private static func summary(_ start: ElementStart, isRSS: Bool) -> FieldRole? {
        switch (start.vocabulary, start.element) {
        case (.rss, .description): .summary(0)
        case (.content, .encoded), (.rss, .encoded), (.other, .encoded): .summary(1)
        case (.rss, .summary), (.atom, .summary): .summary(isRSS ? 2 : 0)
        case (.dublinCore, .description): .summary(3)
        case (.rss, .content), (.atom, .content): .summary(isRSS ? 4 : 1)
        case (.iTunes, .summary): .summary(5)
        case (.media, .description), (.iTunes, .subtitle): .summary(6)
        case (.rss, .body), (.xhtml, .body): .summary(7)
        case (.rss, .fullItem): .summary(8)
        default: nil
        }
    }

    private static func date(_ start: ElementStart, isRSS: Bool) -> FieldRole? {
        switch (start.vocabulary, start.element) {
        case (.rss, .pubDate), (.atom, .pubDate): .date(0)
        case (.dublinCore, .date): .date(1)
        case (.dublinTerms, .issued): .date(2)
        case (.atom, .issued), (.rss, .issued): .date(1)
        case (.atom, .published), (.rss, .published): .date(isRSS ? 3 : 0)
        case (.rss, .date): .date(5)
        case (.dublinTerms, .created), (.atom, .created), (.rss, .created): .date(isRSS ? 6 : 2)
        case (.atom, .updated), (.rss, .updated): .date(isRSS ? 7 : 3)
        case (.dublinTerms, .modified), (.atom, .modified), (.rss, .modified): .date(isRSS ? 8 : 4)
        default: nil
        }
    }

    /// Whether a field that lacks its end tag ends where `element` begins. HTML has some of the names.
    func isEnded(by element: ElementName) -> Bool {
        switch element {
        case .guid, .pubDate, .encoded, .enclosure, .originalLink, .published, .updated, .issued, .creator, .fullItem,
            .category, .comments:
            return true
        case .title, .link, .description, .summary, .content, .source, .author, .id, .date:
            switch self {
            case .title, .link, .identifier, .date, .author, .language, .source: return true
            default: return element == .description || element == .id
            }
        default: return false
        }
    }
}

extension ElementStart {
    var isOwn: Bool { vocabulary == .rss || vocabulary == .atom }

    /// The role of a `link`: web pages first, then what an entry is about, without comments and the feed itself
    /// (RFC 4287, 4.2.7.2).
    fileprivate func link(isOfFeed: Bool, in bytes: [UInt8]) -> FieldRole? {
        // RSS has the address as text; `atom:link` has it in `href`.
        guard attributes.href != nil else { return .link(1) }
        let relation = attributes.rel.map { bytes.trimmed($0) } ?? 0..<0
        if relation.isEmpty || bytes.matches(relation, "alternate") {
            guard let type = attributes.type, !type.isEmpty else { return .atomLink(1) }
            let isPage = type.contains { bytes.startsIgnoringCase("html", at: $0, to: type.upperBound) }
            return .atomLink(isPage ? 1 : 2)
        }
        guard !isOfFeed else { return .ignored }
        if bytes.matches(relation, "enclosure") { return .enclosure(9) }
        return bytes.matches(relation, "via") || bytes.matches(relation, "related") ? .atomLink(8) : .ignored
    }
}
