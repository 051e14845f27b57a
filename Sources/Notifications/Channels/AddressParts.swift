import Domain

/// The parts of `scheme://user:password@host:port/path?query`, percent-decoded except for ``path`` and ``query``.
struct AddressParts {
    let scheme: String
    let user: String?
    let password: String?
    /// As it stands before the `@`.
    let credentials: String?
    /// With the port, as it stands.
    let authority: String
    /// Without brackets.
    let host: String
    let port: Int?
    /// With its `/`; empty without one.
    let path: String
    /// As it stands after the `?`.
    let query: String?

    /// `nil` for what is no such address, or has other characters than printable ASCII.
    init?(_ text: String) {
        guard let separator = text.firstRange(of: "://"),
            text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 })
        else { return nil }
        scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let before = rest.prefix { $0 != "/" && $0 != "?" }
        let after = rest.dropFirst(before.count)
        let place: Substring
        if let at = before.lastIndex(of: "@") {
            credentials = String(before[..<at])
            place = before[before.index(after: at)...]
        } else {
            (credentials, place) = (nil, before)
        }
        guard let first = place.first, first != ":" else { return nil }
        authority = String(place)
        // The token of a bot looks like a host and a port that is no number.
        guard let (host, port) = Self.hostAndPort(place) ?? (scheme == "tgram" ? (String(place), nil) : nil) else {
            return nil
        }
        (self.host, self.port) = (host, port)
        let words = credentials?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        user = words?.first.map { String($0).percentDecoded }
        password = words.flatMap { $0.count > 1 ? String($0[1]).percentDecoded : nil }
        let parts = after.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? String(parts[1]) : nil
    }

    /// The parts of the path, percent-decoded, without empty ones.
    var segments: [String] { path.split(separator: "/").map { String($0).percentDecoded } }

    /// The values of the query by name, percent-decoded; the last one where a name stands twice.
    var options: [String: String] {
        let pairs = (query ?? "").split(separator: "&").map { pair in
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(words[0]).percentDecoded, words.count > 1 ? String(words[1]).percentDecoded : "")
        }
        return Dictionary(pairs) { _, last in last }
    }

    private static func hostAndPort(_ place: Substring) -> (String, Int?)? {
        if place.hasPrefix("[") {
            guard let end = place.firstIndex(of: "]") else { return nil }
            let host = place[place.index(after: place.startIndex)..<end]
            let rest = place[place.index(after: end)...]
            guard !rest.isEmpty else { return (String(host), nil) }
            guard rest.hasPrefix(":"), let port = Self.port(rest.dropFirst()) else { return nil }
            return (String(host), port)
        }
        let words = place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2 else { return (String(place), nil) }
        return port(words[1]).map { (String(words[0]), $0) }
    }

    private static func port(_ text: Substring) -> Int? {
        Int(text).flatMap { (1...65_535).contains($0) && text.allSatisfy(\.isNumber) ? $0 : nil }
    }
}

extension String {
    /// Each `%` and two hexadecimal digits as their byte; other text as it is. What is not UTF-8 becomes U+FFFD.
    var percentDecoded: String {
        guard utf8.contains(UInt8(ascii: "%")) else { return self }
        let bytes = Array(utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Self.digit(bytes[index + 1]), let low = Self.digit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
