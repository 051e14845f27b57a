import CXML2

/// The visible text of an HTML fragment.
enum HTMLText {
    /// Removes tags, scripts and other invisible content, and decodes character references. Does not collapse spaces.
    static func read(_ fragment: String) -> String {
        let collector = HTMLTextCollector()
        let options = [
            HTML_PARSE_RECOVER, HTML_PARSE_NONET, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NODEFDTD,
            HTML_PARSE_IGNORE_ENC,
        ].reduce(0) { $0 | CInt($1.rawValue) }

        withExtendedLifetime(collector) {
            guard
                let parser = ParserContext(
                    .html, sendingTo: Unmanaged.passUnretained(collector).toOpaque(), HTMLTextCollector.handlers)
            else { return }
            let bytes = Array(fragment.utf8)
            bytes.withUnsafeBytes { bytes in
                let text = bytes.bindMemory(to: CChar.self)
                xmlFreeDoc(
                    htmlCtxtReadMemory(
                        parser.pointer, text.baseAddress, CInt(clamping: text.count), nil, "UTF-8", options))
            }
        }
        return collector.text
    }
}

private final class HTMLTextCollector {
    private(set) var text = ""
    /// The number of open elements with invisible content.
    private var hidden = 0

    private static let unseen: Set<String> = [
        "script", "style", "template", "iframe", "noscript", "object", "embed", "svg", "math", "title", "textarea",
        "select",
    ]
    /// Elements that do not separate words.
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "mark", "q", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    ]

    private func start(_ name: String) {
        if Self.unseen.contains(name) { hidden += 1 }
        if !Self.inline.contains(name) { text += " " }
    }

    private func end(_ name: String) {
        if Self.unseen.contains(name) { hidden = max(0, hidden - 1) }
        if !Self.inline.contains(name) { text += " " }
    }

    private func append(_ more: String) {
        if hidden == 0 { text += more }
    }

    /// Called only while ``HTMLText`` keeps the collector alive, on the parsing thread.
    private static func receiver(_ context: UnsafeMutableRawPointer?) -> HTMLTextCollector? {
        context.map { Unmanaged<HTMLTextCollector>.fromOpaque($0).takeUnretainedValue() }
    }

    static func handlers(_ handler: inout xmlSAXHandler) {
        handler.startElement = { context, name, _ in
            if let name = String(xml: name) { HTMLTextCollector.receiver(context)?.start(name) }
        }
        handler.endElement = { context, name in
            if let name = String(xml: name) { HTMLTextCollector.receiver(context)?.end(name) }
        }
        let text: charactersSAXFunc = { context, bytes, count in
            let bytes = UnsafeBufferPointer(start: bytes, count: Int(count))
            HTMLTextCollector.receiver(context)?.append(String(decoding: bytes, as: UTF8.self))
        }
        handler.characters = text
        handler.ignorableWhitespace = text
        // Without a handler of its own, CDATA (scripts) would be reported as characters.
        handler.cdataBlock = { _, _, _ in }
    }
}
