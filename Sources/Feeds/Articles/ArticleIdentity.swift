import Domain

/// What makes two entries one article: the identifier that the publisher gave, else the link, else the content.
enum ArticleIdentity {
    /// - Parameters:
    ///   - feed: the URL of the feed.
    ///   - sharesLink: whether entries with other titles have the same link.
    static func of(
        identifier: String?, link: String, title: String, publisher: String, published: Timestamp?, feed: String,
        sharesLink: Bool
    ) -> ArticleID {
        // Google News issues link and identifier again for the same article of the same day.
        if link.hasPrefix(googleNews) {
            let day = published.map { $0.milliseconds / 86_400_000 } ?? 0
            return hash("news.google.com\n\(publisher)\n\(title)\n\(day)")
        }
        guard let identifier, !identifier.isEmpty else {
            let address = canonical(link)
            let isSite = !address.contains { "/?#".contains($0) }
            return sharesLink || isSite ? hash("\(address)\n\(title)") : hash(address)
        }
        if let address = ArticleLink.absolute(identifier, from: nil), !identifier.hasPrefix("www.") {
            // The address of another site would take the identity of its article.
            let isOwn = [host(of: link), host(of: feed)].contains(host(of: address))
            return isOwn ? of(link: address) : hash("guid\n\(host(of: link))\n\(identifier)")
        }
        // Others are unique on their site only.
        return isUniversal(identifier) ? hash("guid\n" + identifier) : hash("guid\n\(host(of: link))\n\(identifier)")
    }

    /// Of an article of which only the link is known.
    static func of(link: String) -> ArticleID { hash(canonical(link)) }

    static let googleNews = "https://news.google.com/"

    private static func hash(_ text: String) -> ArticleID { ArticleID(rawValue: HexDigest.sha256(text)) }

    /// Whether an identifier is one of its kind everywhere: `tag:` (RFC 4151), `urn:` (RFC 8141), and what is as long
    /// as a random one.
    private static func isUniversal(_ identifier: String) -> Bool {
        if identifier.utf8.count >= 24 { return true }
        let scheme = identifier.prefix(4).lowercased()
        return scheme == "tag:" || scheme == "urn:"
    }

    private static func host(of link: String) -> String {
        let bytes = Array(link.utf8)
        return String(decoding: bytes[Parts(of: bytes).host], as: UTF8.self)
    }

    /// Where the parts of a link are that decide.
    private struct Parts {
        /// Without `www.` and a default port.
        let host: Range<Int>
        let path: Int
        let query: Int
        let fragment: Int

        init(of bytes: [UInt8]) {
            var start = bytes.firstIndex(of: "://", from: 0, to: bytes.count).map { $0 + 3 } ?? 0
            if bytes.startsIgnoringCase("www.", at: start, to: bytes.count) { start += 4 }
            fragment = bytes.firstIndex(of: UInt8(ascii: "#"), from: start, to: bytes.count) ?? bytes.count
            query = bytes.firstIndex(of: UInt8(ascii: "?"), from: start, to: fragment) ?? fragment
            path = bytes.firstIndex(of: UInt8(ascii: "/"), from: start, to: query) ?? query
            var end = path
            if end - start >= 4, bytes.starts(":443", at: end - 4, to: end) { end -= 4 }
            if end - start >= 3, bytes.starts(":80", at: end - 3, to: end) { end -= 3 }
            host = start..<end
        }
    }

    /// A link without what does not decide: scheme, `www.`, default port, slash at the end, tracking parameters, and a
    /// fragment that is a place on the page. `link` is absolute, as ``ArticleLink`` gives it.
    static func canonical(_ link: String) -> String {
        let bytes = Array(link.utf8)
        let parts = Parts(of: bytes)
        let (path, query, fragment) = (parts.path, parts.query, parts.fragment)
        var text = Array(bytes[parts.host])
        var end = query
        while end > path, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        text += bytes[path..<end]
        if query < fragment {
            let isGoogle = link.hasPrefix(googleNews)
            let kept = bytes[(query + 1)..<fragment].split(separator: UInt8(ascii: "&")).filter { parameter in
                let name = String(decoding: parameter.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
                return !TrackingParameters.isOne(name) && !(isGoogle && name == "oc")
            }
            if !kept.isEmpty { text += [UInt8(ascii: "?")] + kept.joined(separator: [UInt8(ascii: "&")]) }
        }
        if fragment < bytes.count {
            let place = String(decoding: bytes[(fragment + 1)...], as: UTF8.self)
            if !TrackingParameters.isPlace(place) { text += bytes[fragment...] }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
