/// Decodes a document of unknown encoding.
enum DocumentText {
    /// Decodes by the byte order mark, else the XML declaration, else the `charset` of the HTTP header, else as UTF-8.
    /// Invalid bytes become U+FFFD.
    static func decode(_ body: [UInt8], contentType: String?) -> String {
        if body.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(body.dropFirst(3)) }
        if body.starts(with: [0xFF, 0xFE]) { return utf16(body.dropFirst(2), bigEndian: false) }
        if body.starts(with: [0xFE, 0xFF]) { return utf16(body.dropFirst(2), bigEndian: true) }
        if body.starts(with: [0x3C, 0, 0x3F, 0]) { return utf16(body[...], bigEndian: false) }
        if body.starts(with: [0, 0x3C, 0, 0x3F]) { return utf16(body[...], bigEndian: true) }

        let label = declaredEncoding(of: body) ?? contentType.flatMap(charset)
        guard let label, let encoding = Charset(label: label) else { return utf8(body[...]) }
        return encoding.decode(body) ?? utf8(body[...])
    }

    /// `encoding="…"` of the XML declaration, which is readable as all supported encodings extend ASCII.
    private static func declaredEncoding(of body: [UInt8]) -> String? {
        let head = String(decoding: body.prefix(4096).filter { $0 < 128 }, as: UTF8.self)
        guard let start = head.firstRange(of: "<?xml ")?.upperBound,
            let end = head[start...].firstRange(of: "?>")?.lowerBound,
            let name = head[start..<end].firstRange(of: "encoding")?.upperBound
        else { return nil }
        let value = head[name..<end].drop { $0.isWhitespace || $0 == "=" }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        return String(value.dropFirst().prefix { $0 != quote })
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

    private static func utf8(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index -> UInt16 in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }
}
