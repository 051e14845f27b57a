/// One element of a document with everything below it, as plain values.
///
/// Names are in lower case, because feeds write `pubDate`, `pubdate` and `PubDate`.
struct XMLElement {
    enum Node {
        case text(String)
        case element(XMLElement)
    }

    /// Without prefix.
    let name: String
    /// The namespace that is meant, `nil` when there is none.
    let namespace: String?
    /// By name; those with a prefix by `prefix:name`.
    let attributes: [String: String]
    var nodes: [Node] = []
    /// Whether its end was seen, before the document ended.
    var isComplete = false

    var children: [XMLElement] {
        nodes.compactMap { if case .element(let child) = $0 { child } else { nil } }
    }

    /// The children that belong to the same vocabulary as the element itself, whatever version of it is declared, or to
    /// none.
    func own(_ name: String) -> [XMLElement] {
        children.filter {
            $0.name == name
                && ($0.namespace == namespace || $0.namespace == nil || XMLNamespace.rss.contains($0.namespace))
        }
    }

    func children(_ namespace: XMLNamespace, _ name: String) -> [XMLElement] {
        children.filter { $0.name == name && $0.namespace == namespace.rawValue }
    }

    /// All text below it, unseparated, without the space around it.
    var text: String {
        var text = ""
        write(into: &text, withTags: false)
        return text.trimmed
    }

    /// What is inside it, with the tags of its children (not their attributes): XHTML, or HTML that somebody forgot to
    /// escape.
    var markup: String {
        var markup = ""
        write(into: &markup, withTags: true)
        return markup
    }

    private func write(into text: inout String, withTags: Bool) {
        for node in nodes {
            switch node {
            case .text(let own): text += own
            case .element(let child):
                if withTags { text += "<\(child.name)>" }
                child.write(into: &text, withTags: withTags)
                if withTags { text += "</\(child.name)>" }
            }
        }
    }
}

/// The vocabularies that matter, by their namespace.
enum XMLNamespace: String, CaseIterable {
    case dublinCore = "http://purl.org/dc/elements/1.1/"
    case dublinTerms = "http://purl.org/dc/terms/"
    case content = "http://purl.org/rss/1.0/modules/content/"
    case atom = "http://www.w3.org/2005/Atom"

    /// What feeds declare for RSS itself.
    static let rss: Set<String?> = [
        "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    ]

    /// The namespace that a declared address and a prefix mean. Feeds forget to declare the usual prefixes, or put
    /// spaces around the address.
    static func meant(by address: String?, prefix: String?) -> String? {
        if let address = address?.trimmed, !address.isEmpty { return address }
        guard let prefix else { return nil }
        switch prefix.lowercased() {
        case "dc": return dublinCore.rawValue
        case "dcterms": return dublinTerms.rawValue
        case "content": return content.rawValue
        case "atom", "a10": return atom.rawValue
        default: return "undeclared:" + prefix
        }
    }
}
