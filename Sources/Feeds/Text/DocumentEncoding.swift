/// The bytes of a document as UTF-8.
///
/// A byte order mark decides, then the HTTP header, then the declaration in the document (RFC 7303, 3), as far as the
/// document decodes cleanly: valid UTF-8 is UTF-8 whatever is declared. Without a declaration that holds, ICU guesses.
enum DocumentEncoding {
    /// Without a byte order mark; invalid bytes become U+FFFD when they are read.
    static func utf8(_ body: [UInt8], contentType: String?) -> [UInt8] {
        if body.starts(with: [0xFF, 0xFE, 0, 0]) { return UnicodeUnits.utf8(from32: body, from: 4, bigEndian: false) }
        if body.starts(with: [0, 0, 0xFE, 0xFF]) { return UnicodeUnits.utf8(from32: body, from: 4, bigEndian: true) }
        if body.starts(with: [0xFF, 0xFE]) { return UnicodeUnits.utf8(from16: body, from: 2, bigEndian: false) }
        if body.starts(with: [0xFE, 0xFF]) { return UnicodeUnits.utf8(from16: body, from: 2, bigEndian: true) }
        if let unmarked = unmarked(body) { return unmarked }

        let start = body.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let found = UTF8Survey(body)
        let labels = [contentType.flatMap(charset), declaredEncoding(of: body)].compactMap { $0 }
        let declared = labels.compactMap { Charset(label: $0) }
        if found.isASCII, !declared.contains(where: \.isASCIIWithEscapes) { return body }
        if start == 0, found.isClean {
            // Two bytes of UTF-8 may also be one character of an Asian encoding: what is declared decides then.
            guard !found.hasLongScalars,
                let asian = declared.first(where: { $0.isMultibyte }), let text = asian.decode(body, mustBeClean: true)
            else { return body }
            return text
        }
        if found.isClean { return body }
        for charset in declared where start == 0 {
            if let text = charset.decode(body, mustBeClean: true) { return text }
        }
        // Mostly UTF-8, with a piece of something else in it.
        if start == 3 || found.valid >= found.invalid { return UTF8Survey.repaired(body) }
        if let guess = CharsetDetector.guess(body), let text = guess.decode(body, mustBeClean: true) { return text }
        if let text = declared.first?.decode(body, mustBeClean: false) { return text }
        return found.valid > 0 ? UTF8Survey.repaired(body) : Windows1252.utf8(body)
    }

    /// UTF-16 or UTF-32 without a mark: `<` or a space, with zeros in its other bytes.
    private static func unmarked(_ body: [UInt8]) -> [UInt8]? {
        guard body.count >= 4 else { return nil }
        switch (body[0], body[1], body[2], body[3]) {
        case (0x3C, 0, 0, 0): return UnicodeUnits.utf8(from32: body, from: 0, bigEndian: false)
        case (0, 0, 0, 0x3C): return UnicodeUnits.utf8(from32: body, from: 0, bigEndian: true)
        case (0x3C, 0, 0x01..., 0): return UnicodeUnits.utf8(from16: body, from: 0, bigEndian: false)
        case (0, 0x3C, 0, 0x01...): return UnicodeUnits.utf8(from16: body, from: 0, bigEndian: true)
        default: return nil
        }
    }

    /// `encoding="…"` of the XML declaration, which is readable as all supported encodings extend ASCII.
    private static func declaredEncoding(of body: [UInt8]) -> String? {
        let limit = min(4096, body.count)
        guard let start = body.firstIndex(of: "<?xml ", from: 0, to: limit),
            let end = body.firstIndex(of: UInt8(ascii: ">"), from: start, to: limit)
        else { return nil }
        var label: String?
        AttributeList.forEach(in: body, start + 6..<end) { name, value in
            if label == nil, body.matches(name, "encoding") { label = String(decoding: body[value], as: UTF8.self) }
        }
        return label
    }

    /// The `charset` parameter of a media type (RFC 9110, 8.3).
    private static func charset(of contentType: String) -> String? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map {
                $0.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
            }
            if parts.count == 2, parts[0].lowercased() == "charset" { return parts[1] }
        }
        return nil
    }
}
