/// Atom 1.0 (RFC 4287) and its draft 0.3.
enum Atom {
    static func document(from root: XMLElement) -> FeedDocument {
        var document = FeedDocument()
        document.title = root.own("title").first.map(AtomText.markup) ?? ""
        document.site = links(root.own("link")).first
        document.language = root.attributes["xml:lang"]
        document.entries = entries(in: root, bases: [root.attributes["xml:base"]].compactMap { $0 })
        return document
    }

    /// The URLs of the article itself, web pages first, without those of comments, enclosures or the feed.
    static func links(_ links: [XMLElement]) -> [String] {
        let alternate = links.filter {
            ($0.attributes["rel"] ?? "alternate") == "alternate" && !($0.attributes["href"] ?? "").isBlank
        }
        let (pages, others) = (alternate.filter(isPage), alternate.filter { !isPage($0) })
        return (pages + others).compactMap { $0.attributes["href"] }
    }

    private static func isPage(_ link: XMLElement) -> Bool {
        link.attributes["type"].map { $0.contains("html") } ?? true
    }

    private static func entries(in element: XMLElement, bases: [String]) -> [FeedEntry] {
        element.children.filter { $0.name == "entry" }.flatMap { child -> [FeedEntry] in
            let bases = bases + [child.attributes["xml:base"]].compactMap { $0 }
            return [entry(from: child, bases: bases)] + entries(in: child, bases: bases)
        }
    }

    private static func entry(from element: XMLElement, bases: [String]) -> FeedEntry {
        var entry = FeedEntry()
        entry.title = element.own("title").first.map(AtomText.markup) ?? ""
        entry.links = links(element.own("link"))
        entry.bases = bases + element.own("link").compactMap { $0.attributes["xml:base"] }.prefix(1)
        entry.summary =
            (element.own("summary") + element.own("content")).lazy.map(AtomText.markup).first { !$0.isBlank } ?? ""
        entry.dates = ["published", "issued", "created", "updated", "modified"].flatMap { element.own($0) }.map(\.text)
        entry.source = element.own("source").first?.own("title").first.map(AtomText.markup)
        entry.language = element.attributes["xml:lang"]
        entry.isCutOff = !element.isComplete
        return entry
    }
}
