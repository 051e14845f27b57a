import FoundationEssentials

/// Turns fields into text.
struct FieldReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What a person reads, at most `limit` characters.
    func plain(_ field: FieldText, limit: Int) -> String {
        // A character is at most four scalars, see `PlainText.cut`.
        var sink = TextSink(scalarLimit: limit * 4, capacity: min(field.range.count, limit))
        write(field, into: &sink)
        return PlainText.cut(sink, to: limit)
    }

    /// An address as written.
    func address(_ field: FieldText) -> [UInt8] {
        let range = bytes.trimmed(field.range)
        guard range.count <= ArticleLink.limit * 4 else { return [] }
        switch field.form {
        case .jsonText, .jsonHTML: return JSONString.decoded(bytes, range, limit: ArticleLink.limit * 4)
        default:
            let form = field.form == .attribute ? CharacterData.Form.attribute : .element
            let isPlain =
                bytes.firstIndex(of: UInt8(ascii: "&"), from: range.lowerBound, to: range.upperBound) == nil
                && bytes.firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound, to: range.upperBound) == nil
            return isPlain ? Array(bytes[range]) : CharacterData.decoded(bytes, range, as: form)
        }
    }

    private func write(_ field: FieldText, into sink: inout TextSink) {
        let range = field.range
        switch field.form {
        case .text: CharacterData.write(bytes, range, as: .element, into: &sink)
        case .attribute: CharacterData.write(bytes, range, as: .attribute, into: &sink)
        case .xhtml: HTMLText.write(bytes, range, as: .xhtml, into: &sink)
        case .html: escapedHTML(range, into: &sink)
        case .jsonText:
            let decoded = JSONString.decoded(bytes, range, limit: Self.markupLimit)
            sink.append(decoded, 0..<decoded.count)
        case .jsonHTML:
            let decoded = JSONString.decoded(bytes, range, limit: Self.markupLimit)
            HTMLText.write(decoded, 0..<decoded.count, into: &sink)
        case .base64Text, .base64HTML:
            let text = String(decoding: bytes[range].prefix(Self.markupLimit), as: UTF8.self)
            guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else { return }
            let decoded = Array(data)
            if field.form == .base64HTML {
                HTMLText.write(decoded, 0..<decoded.count, into: &sink)
            } else {
                sink.append(decoded, 0..<decoded.count)
            }
        }
    }

    /// More markup than any summary needs before its first thousand characters.
    private static let markupLimit = 200_000

    private func escapedHTML(_ range: Range<Int>, into sink: inout TextSink) {
        // Mostly a single CDATA section, which is the HTML itself.
        if bytes.starts("<![CDATA[", at: range.lowerBound, to: range.upperBound),
            let close = bytes.firstClosing(after: UInt8(ascii: "]"), from: range.lowerBound + 9, to: range.upperBound),
            close + 1 == range.upperBound
        {
            return HTMLText.write(bytes, range.lowerBound + 9..<close - 2, into: &sink)
        }
        if bytes.firstIndex(of: UInt8(ascii: "&"), from: range.lowerBound, to: range.upperBound) == nil,
            bytes.firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound, to: range.upperBound) == nil
        {
            return sink.append(bytes, range)
        }
        let decoded = CharacterData.decoded(bytes, range, as: .element, limit: Self.markupLimit)
        HTMLText.write(decoded, 0..<decoded.count, into: &sink)
    }
}
