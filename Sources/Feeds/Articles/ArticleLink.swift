import FoundationEssentials

/// The URL of an article.
enum ArticleLink {
    /// The maximum length that browsers and servers accept.
    static let limit = 4096

    /// The absolute `http` or `https` URL of `text` relative to `base`, which is absolute; `nil` for anything else. A
    /// URL with a user name is rejected, as it can only deceive here.
    static func absolute(_ text: [UInt8], from base: [UInt8]?) -> String? {
        if isPlain(text) { return String(decoding: text, as: UTF8.self) }
        // Browsers ignore tabs and line breaks inside a URL, so "java\nscript:" must be treated as they do.
        var bytes = text
        if text.contains(where: { $0 < 32 }) { bytes.removeAll { $0 == 10 || $0 == 13 || $0 == 9 } }
        bytes = Array(bytes[bytes.trimmed(0..<bytes.count)])
        guard !bytes.isEmpty, bytes.count <= limit, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return nil
        }
        if bytes.startsIgnoringCase("www.", at: 0, to: bytes.count) { bytes = Array("https://".utf8) + bytes }
        guard let resolved = URLReference.resolve(bytes, base),
            let host = hostRange(of: resolved)
        else { return nil }
        // A host beyond ASCII needs IDNA, which is Foundation's.
        let isPlain = resolved[host].allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || plainHost.contains($0) }
        guard isPlain || hasInternationalHost(resolved[host]) else { return nil }
        guard isPlain else { return international(resolved) }
        var address: [UInt8] = []
        address.reserveCapacity(resolved.count + 16)
        for byte in resolved[..<host.upperBound] { address.append(byte.asciiLowercased) }
        encode(resolved[host.upperBound...], into: &address)
        return address.count <= limit ? String(decoding: address, as: UTF8.self) : nil
    }

    static func absolute(_ text: String, from base: String?) -> String? {
        // Without a base, what does not begin as an address of the web is none: most identifiers.
        if base == nil, let first = text.utf8.first(where: { $0 > 32 }), ![104, 119].contains(first | 0x20) {
            return nil
        }
        return absolute(Array(text.utf8), from: base.map { Array($0.utf8) })
    }

    /// Whether an address is as it is to be already, as nearly all are: nothing to resolve, to lower-case or to encode.
    private static func isPlain(_ text: [UInt8]) -> Bool {
        let end = text.count
        let start = text.starts("https://", at: 0, to: end) ? 8 : text.starts("http://", at: 0, to: end) ? 7 : 0
        guard start > 0, end <= limit else { return false }
        var index = start
        while index < end, hostBytes[Int(text[index])] { index += 1 }
        guard index > start, text[start] != UInt8(ascii: "."), text[start] != UInt8(ascii: ":") else { return false }
        guard index < end else { return true }
        guard text[index] == UInt8(ascii: "/") || text[index] == UInt8(ascii: "?") || text[index] == UInt8(ascii: "#")
        else { return false }
        let allowed = allowed
        while index < end, text[index] < 0x80, allowed[Int(text[index])] { index += 1 }
        return index == end
    }

    /// Lower-case letters, digits, and ``plainHost``.
    private static let hostBytes: [Bool] = (0..<256).map {
        let byte = UInt8($0)
        return byte.isASCIILetter && byte == byte.asciiLowercased || byte.isASCIIDigit || plainHost.contains(byte)
    }

    private static let plainHost = Set(".-_:".utf8)

    /// The host with its port; `nil` when the address is none of the web, has no host, or a user name.
    private static func hostRange(of address: [UInt8]) -> Range<Int>? {
        let end = address.count
        let start: Int
        if address.startsIgnoringCase("https://", at: 0, to: end) {
            start = 8
        } else if address.startsIgnoringCase("http://", at: 0, to: end) {
            start = 7
        } else {
            return nil
        }
        let stop = address[start...].firstIndex { $0 == 47 || $0 == 63 || $0 == 35 || $0 == 92 } ?? end
        let host = address[start..<stop]
        guard let first = host.first, first != UInt8(ascii: ":"), !host.contains(UInt8(ascii: "@")) else { return nil }
        if first == UInt8(ascii: ".") { return nil }
        return start..<stop
    }

    private static func hasInternationalHost(_ host: ArraySlice<UInt8>) -> Bool {
        host.allSatisfy {
            $0 >= 0x80 || $0.isASCIILetter || $0.isASCIIDigit || plainHost.contains($0) || "[]".utf8.contains($0)
        }
    }

    private static func international(_ address: [UInt8]) -> String? {
        var encoded: [UInt8] = []
        guard let host = hostRange(of: address) else { return nil }
        for byte in address[..<host.upperBound] { encoded.append(byte.asciiLowercased) }
        encode(address[host.upperBound...], into: &encoded)
        guard let url = URL(string: String(decoding: encoded, as: UTF8.self)), url.host()?.isEmpty == false else {
            return nil
        }
        let text = url.absoluteString
        return text.utf8.count <= limit && text.utf8.allSatisfy { $0 < 0x80 } ? text : nil
    }

    /// Percent-encodes invalid characters, and keeps existing encodings.
    private static func encode(_ bytes: ArraySlice<UInt8>, into address: inout [UInt8]) {
        let allowed = allowed
        for index in bytes.indices {
            let byte = bytes[index]
            let isValid =
                byte == UInt8(ascii: "%")
                ? index + 2 < bytes.endIndex && bytes[index + 1].hexadecimalValue != nil
                    && bytes[index + 2].hexadecimalValue != nil
                : byte < 0x80 && allowed[Int(byte)]
            if isValid {
                address.append(byte)
            } else {
                address.append(UInt8(ascii: "%"))
                address.append(hexadecimal(byte >> 4))
                address.append(hexadecimal(byte & 15))
            }
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    /// Unreserved and reserved characters (RFC 3986, 2.2 and 2.3) except brackets, which are valid in hosts only.
    private static let allowed: [Bool] = {
        var allowed = [Bool](repeating: false, count: 128)
        for byte in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'()*+,;=".utf8 {
            allowed[Int(byte)] = true
        }
        return allowed
    }()
}
