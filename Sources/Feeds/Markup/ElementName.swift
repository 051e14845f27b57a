/// The local names of elements that feeds give a meaning.
enum ElementName: UInt8 {
    case rss, rdf, channel, feed, item, entry, html
    case title, link, description, summary, content, encoded, body, fullItem, subtitle
    case guid, id, originalLink, enclosure, group
    case pubDate, published, date, issued, created, updated, modified
    case author, creator, name, email, source, language
    case ttl, skipHours, skipDays, hour, day, updatePeriod, updateFrequency
    /// Known only as the sign that what came before has ended.
    case category, comments
    case other

    static func named(_ name: Range<Int>, in bytes: [UInt8]) -> ElementName {
        PackedName(bytes, name).flatMap { known[$0] } ?? .other
    }

    private static let known: NameTable<ElementName> = NameTable([
        ("rss", .rss), ("rdf", .rdf), ("channel", .channel), ("feed", .feed), ("item", .item), ("entry", .entry),
        ("html", .html), ("title", .title), ("link", .link), ("description", .description), ("summary", .summary),
        ("content", .content), ("encoded", .encoded), ("body", .body), ("fullitem", .fullItem),
        ("subtitle", .subtitle), ("guid", .guid), ("id", .id), ("origlink", .originalLink),
        ("enclosure", .enclosure), ("group", .group), ("pubdate", .pubDate), ("published", .published),
        ("date", .date), ("issued", .issued), ("created", .created), ("updated", .updated), ("modified", .modified),
        ("author", .author), ("creator", .creator), ("name", .name), ("email", .email), ("source", .source),
        ("language", .language), ("ttl", .ttl), ("skiphours", .skipHours), ("skipdays", .skipDays), ("hour", .hour),
        ("day", .day), ("updateperiod", .updatePeriod), ("updatefrequency", .updateFrequency), ("category", .category),
        ("comments", .comments),
    ])
}
