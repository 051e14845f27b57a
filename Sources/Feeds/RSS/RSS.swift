/// RSS in all its dialects: 0.90, 0.91 to 0.94, 1.0 (RDF), 2.0.
///
/// https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec
enum RSS {
    static func document(from root: XMLElement) -> FeedDocument {
        let channel = root.children.first { $0.name == "channel" } ?? root
        var document = FeedDocument()
        document.title = channel.own("title").first { !$0.text.isBlank }?.markup ?? ""
        document.site = links(of: channel).first
        document.language =
            channel.own("language").first?.text ?? channel.children(.dublinCore, "language").first?.text
            ?? channel.attributes["xml:lang"] ?? root.attributes["xml:lang"]
        // In RDF and RSS 0.90, items are siblings of the channel.
        let bases = [root.attributes["xml:base"]].compactMap { $0 }
        document.entries = entries(in: root, bases: bases)
        return document
    }

    /// An item without an end tag contains the following ones, so items are searched recursively.
    private static func entries(in element: XMLElement, bases: [String]) -> [FeedEntry] {
        element.children.flatMap { child -> [FeedEntry] in
            let bases = bases + [child.attributes["xml:base"]].compactMap { $0 }
            switch child.name {
            case "item": return [entry(from: child, bases: bases)] + entries(in: child, bases: bases)
            case "channel": return entries(in: child, bases: bases)
            default: return []
            }
        }
    }

    private static func entry(from item: XMLElement, bases: [String]) -> FeedEntry {
        var entry = FeedEntry()
        entry.title =
            item.own("title").first { !$0.text.isBlank }?.markup ?? item.children(.dublinCore, "title").first?.markup
            ?? ""
        entry.links = links(of: item)
        entry.identifiers =
            item.own("guid").filter { $0.attributes["ispermalink"]?.lowercased() != "false" }.map(\.text)
            + [item.attributes["rdf:about"]].compactMap { $0 }
        entry.bases = bases + item.own("link").compactMap { $0.attributes["xml:base"] }.prefix(1)
        entry.summary =
            (item.own("description") + item.children(.content, "encoded") + item.children(.dublinCore, "description"))
            .first { !$0.markup.isBlank }?.markup ?? ""
        entry.dates =
            (item.own("pubdate") + item.children(.dublinCore, "date") + item.children(.dublinTerms, "issued")
            + item.children(.atom, "published") + item.own("published") + item.own("date")
            + item.children(.atom, "updated")).map(\.text)
        entry.source = item.own("source").first { !$0.text.isBlank }?.markup
        entry.language = item.attributes["xml:lang"] ?? item.children(.dublinCore, "language").first?.text
        entry.isCutOff = !item.isComplete
        return entry
    }

    private static func links(of element: XMLElement) -> [String] {
        let own = element.own("link").map { $0.text.isBlank ? $0.attributes["href"] ?? "" : $0.text }
        return own.filter { !$0.isBlank } + Atom.links(element.children(.atom, "link"))
    }
}
