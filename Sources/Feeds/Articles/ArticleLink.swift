import Domain
import FoundationEssentials

/// The URL of an article, and its identity.
enum ArticleLink {
    /// The maximum length that browsers and servers accept.
    static let limit = 4096

    /// The absolute `http` or `https` URL of `text` relative to `bases`, outermost first; `nil` for anything else. A
    /// URL with a user name is rejected, as it can only deceive here.
    static func absolute(_ text: String, from bases: [String]) -> String? {
        // Browsers ignore tabs and line breaks inside a URL, so "java\nscript:" must be treated as they do.
        var text = String(String.UnicodeScalarView(text.unicodeScalars.filter { !["\n", "\r", "\t"].contains($0) }))
        text = String(text.drop { $0.isWhitespace }.prefix(limit + 1))
        while text.last?.isWhitespace == true { text.removeLast() }
        guard !text.isEmpty, text.count <= limit,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        if text.hasPrefix("www.") { text = "https://" + text }

        var base: URL?
        for next in bases { base = URL(string: next, relativeTo: base)?.absoluteURL ?? base }
        guard let url = URL(string: encoded(text), relativeTo: base)?.absoluteURL,
            ["http", "https"].contains(url.scheme?.lowercased()),
            url.host()?.isEmpty == false, url.user() == nil, url.password() == nil
        else { return nil }
        let address = lowercasedHost(url.absoluteString)
        return address.utf8.count <= limit ? address : nil
    }

    /// Hexadecimal SHA-256 of the link without its fragment and tracking parameters.
    static func identity(of link: String) -> ArticleID {
        let address = link.prefix { $0 != "#" }
        let parts = address.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return ArticleID(rawValue: HexDigest.sha256(String(parts.first ?? ""))) }
        let isGoogle = parts[0].hasPrefix("https://news.google.com/")
        let kept = parts[1].split(separator: "&").filter { !isTracking($0, isGoogle: isGoogle) }.joined(separator: "&")
        return ArticleID(rawValue: HexDigest.sha256(kept.isEmpty ? String(parts[0]) : "\(parts[0])?\(kept)"))
    }

    private static func isTracking(_ parameter: Substring, isGoogle: Bool) -> Bool {
        let name = parameter.prefix { $0 != "=" }.lowercased()
        return name.hasPrefix("utm_") || name == "fbclid" || name == "gclid" || (isGoogle && name == "oc")
    }

    private static func lowercasedHost(_ address: String) -> String {
        let end = endOfHost(address)
        return address[..<end].lowercased() + address[end...]
    }

    /// Percent-encodes invalid characters after the host, and keeps existing encodings, which Foundation would encode
    /// again.
    private static func encoded(_ text: String) -> String {
        let start = endOfHost(text)
        let bytes = Array(text[start...].utf8)
        var encoded = String(text[..<start])
        for (index, byte) in bytes.enumerated() {
            let isEscape =
                byte == UInt8(ascii: "%") && index + 2 < bytes.count
                && bytes[(index + 1)...(index + 2)].allSatisfy { isHexadecimal($0) }
            if isEscape || (allowed.contains(byte) && byte != UInt8(ascii: "%")) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// Unreserved and reserved characters (RFC 3986, 2.2 and 2.3) except brackets, which are valid in hosts only.
    private static let allowed = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'()*+,;=".utf8)

    private static func isHexadecimal(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }

    /// The start of the path; the start of the text without a host.
    private static func endOfHost(_ address: String) -> String.Index {
        let slashes =
            address.hasPrefix("//")
            ? address.startIndex..<address.index(address.startIndex, offsetBy: 2) : address.firstRange(of: "://")
        guard let slashes, !address[..<slashes.lowerBound].contains(where: { "/?#".contains($0) }) else {
            return address.startIndex
        }
        return address[slashes.upperBound...].firstIndex { "/?#".contains($0) } ?? address.endIndex
    }
}
