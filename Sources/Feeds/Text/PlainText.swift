/// Reduces untrusted text to what a person reads.
enum PlainText {
    /// The text of HTML, without tags, character references and invisible characters.
    static func of(_ html: String) -> String {
        var sink = TextSink()
        let bytes = Array(html.utf8)
        HTMLText.write(bytes, 0..<bytes.count, into: &sink)
        return sink.text
    }

    /// Text on one line, without invisible characters.
    static func cleaned(_ text: String) -> String {
        var sink = TextSink()
        let bytes = Array(text.utf8)
        sink.append(bytes, 0..<bytes.count)
        return sink.text
    }

    /// At most `limit` characters (and four times as many Unicode scalars); a cut text ends in an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        if text.utf8.count <= limit { return text }
        let scalars = text.unicodeScalars.prefix(limit * 4)
        let short = String(scalars)
        guard scalars.endIndex != text.unicodeScalars.endIndex || short.count > limit else { return text }
        return String(short.prefix(limit - 1)).trimmed + "…"
    }

    /// As ``cut(_:to:)-(String,_)``, without looking for characters in ASCII.
    static func cut(_ sink: TextSink, to limit: Int) -> String {
        guard sink.isASCII else { return cut(sink.text, to: limit) }
        guard sink.bytes.count > limit else { return sink.text }
        var end = limit - 1
        while end > 0, sink.bytes[end - 1] == 32 { end -= 1 }
        return String(decoding: sink.bytes[..<end], as: UTF8.self) + "…"
    }
}

extension String {
    var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
