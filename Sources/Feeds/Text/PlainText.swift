/// Text from outside, reduced to what a person reads.
enum PlainText {
    /// More markup than this holds more text than any limit here lets through.
    private static let markupLimit = 200_000
    /// How often markup may be wrapped in markup before its remains are crossed out.
    private static let passLimit = 6

    /// The words of an HTML fragment, however often it was escaped: no tags, no character references, no characters
    /// that are not seen.
    static func of(_ markup: String, limit: Int? = nil) -> String {
        var text = cleaned(String(markup.unicodeScalars.prefix(markupLimit)))
        var passes = 0
        // Feeds escape once too often, and tags that are text today would be tags in a careless page tomorrow.
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

    /// One space where there was any, and without controls, marks that turn the direction of writing, and other
    /// characters that are not seen.
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

    /// At most `limit` characters (and four times as many Unicode scalars); what was cut ends in an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit * 4)
        let short = String(scalars)
        guard scalars.endIndex != text.unicodeScalars.endIndex || short.count > limit else { return text }
        return String(short.prefix(limit - 1)).trimmed + "…"
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        // Joiners and the two usual variation selectors make emoji and Persian. Other characters without a look of
        // their own turn the direction of writing or carry hidden text.
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
