/// Reduces untrusted text to what a person reads.
enum PlainText {
    /// More markup than any summary needs.
    private static let markupLimit = 200_000
    /// The maximum depth of escaped markup.
    private static let passLimit = 6

    /// The text of an HTML fragment, escaped any number of times, without tags, character references and invisible
    /// characters.
    static func of(_ markup: String, limit: Int? = nil) -> String {
        var text = cleaned(String(markup.unicodeScalars.prefix(markupLimit)))
        var passes = 0
        // Feeds often escape twice, and tags left as text could become tags in a page.
        while text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
            let next = cleaned(HTMLText.read(text))
            if next == text { break }
            text = next
            passes += 1
            if passes == passLimit {
                text = cleaned(text.filter { $0 != "<" && $0 != ">" })
                break
            }
        }
        return limit.map { cut(text, to: $0) } ?? text
    }

    /// Collapses whitespace, and removes controls, bidirectional marks and other invisible characters.
    static func cleaned(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var isSpaceDue = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpaceDue = true
            } else if isSeen(scalar) {
                if isSpaceDue, !kept.isEmpty { kept.append(" ") }
                isSpaceDue = false
                kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// At most `limit` characters (and four times as many Unicode scalars); a cut text ends in an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit * 4)
        let short = String(scalars)
        guard scalars.endIndex != text.unicodeScalars.endIndex || short.count > limit else { return text }
        return String(short.prefix(limit - 1)).trimmed + "…"
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        // Joiners and two variation selectors are part of emoji and Persian. Other invisible characters change the
        // direction of text or hide content.
        if ["\u{200C}", "\u{200D}", "\u{FE0E}", "\u{FE0F}"].contains(scalar) { return true }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return false }
        return ![.control, .format, .surrogate, .privateUse].contains(properties.generalCategory)
    }
}

extension String {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }

    var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
