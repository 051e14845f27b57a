/// How the text of a field is written.
enum FieldForm {
    /// `nil` for content that is no text: an image, a film, another feed.
    static func of(_ start: ElementStart, _ role: FieldRole, in bytes: [UInt8], isAtom: Bool) -> FieldText.Form? {
        switch role {
        case .title, .summary, .source, .feedTitle: break
        default: return .text
        }
        switch start.vocabulary {
        case .xhtml: return .xhtml
        case .atom: return atom(start, in: bytes)
        case .rss where isAtom: return atom(start, in: bytes)
        default: return start.element == .fullItem ? .xhtml : .html
        }
    }

    /// Text, HTML and XHTML constructs (RFC 4287, 3.1), and what draft 0.3 allowed.
    private static func atom(_ start: ElementStart, in bytes: [UInt8]) -> FieldText.Form? {
        let type = start.attributes.type.map { bytes.trimmed($0) } ?? 0..<0
        let isHTML = contains("html", in: bytes, type)
        if let mode = start.attributes.mode {
            if bytes.matches(mode, "base64") { return isHTML ? .base64HTML : .base64Text }
            if bytes.matches(mode, "escaped"), type.isEmpty { return .html }
            if bytes.matches(mode, "xml"), isHTML { return .xhtml }
        }
        if type.isEmpty || bytes.matches(type, "text") { return .text }
        if bytes.matches(type, "application/octet-stream") { return .base64Text }
        if isHTML { return contains("xhtml", in: bytes, type) ? .xhtml : .html }
        let isMedia =
            contains("/", in: bytes, type)
            && !bytes.startsIgnoringCase("text/", at: type.lowerBound, to: type.upperBound)
        return isMedia && start.element == .content ? nil : .text
    }

    private static func contains(_ text: StaticString, in bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count < 100 else { return false }
        return range.contains { bytes.startsIgnoringCase(text, at: $0, to: range.upperBound) }
    }
}
