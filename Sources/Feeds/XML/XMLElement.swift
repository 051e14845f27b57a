/// An element with its descendants, as values.
///
/// Names are lower-cased, as feeds write `pubDate`, `pubdate` and `PubDate`.
struct XMLElement {
    enum Node {
        case text(String)
        case element(XMLElement)
    }

    /// The local name.
    let name: String
    /// The canonical namespace; `nil` without one.
    let namespace: String?
    /// By name, or `prefix:name` with a prefix.
    let attributes: [String: String]
    var nodes: [Node] = []
    /// Whether its end tag was found.
    var isComplete = false

    var children: [XMLElement] {
        nodes.compactMap { if case .element(let child) = $0 { child } else { nil } }
    }

    /// The children of the same vocabulary as the element itself, in any version, or without a namespace.
    func own(_ name: String) -> [XMLElement] {
        children.filter {
            $0.name == name
                && ($0.namespace == namespace || $0.namespace == nil || XMLNamespace.rss.contains($0.namespace))
        }
    }

    func children(_ namespace: XMLNamespace, _ name: String) -> [XMLElement] {
        children.filter { $0.name == name && $0.namespace == namespace.rawValue }
    }

    /// The concatenated text of all descendants, trimmed.
    var text: String {
        var text = ""
        write(into: &text, withTags: false)
        return text.trimmed
    }

    /// The content with the tags of its children (without attributes): XHTML, or HTML that was not escaped.
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

/// The supported vocabularies, by namespace.
enum XMLNamespace: String, CaseIterable {
    case dublinCore = "http://purl.org/dc/elements/1.1/"
    case dublinTerms = "http://purl.org/dc/terms/"
    case content = "http://purl.org/rss/1.0/modules/content/"
    case atom = "http://www.w3.org/2005/Atom"

    /// The namespaces of RSS itself.
    static let rss: Set<String?> = [
        "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    ]

    /// The namespace of a declared URI and a prefix. Feeds omit the declaration of common prefixes, or add spaces
    /// around the URI.
    static func canonical(for address: String?, prefix: String?) -> String? {
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
