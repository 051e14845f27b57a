import Crypto
package import Domain

/// The id that an article had when its link was its identity, whatever identifier its feed gave.
package enum FormerArticleID {
    /// The hexadecimal SHA-256 of a link without its fragment and the tracking parameters that were known then.
    package static func of(_ link: String) -> ArticleID {
        // By its bytes: computed for every article that may be new.
        let address = link.utf8.prefix { $0 != UInt8(ascii: "#") }
        let parts = address.split(separator: UInt8(ascii: "?"), maxSplits: 1)
        let path = parts.first ?? address.prefix(0)
        guard parts.count == 2 else { return hash(Array(path)) }
        let isGoogle = path.starts(with: "https://news.google.com/".utf8)
        let kept = parts[1].split(separator: UInt8(ascii: "&")).filter { !isTracking($0, isGoogle: isGoogle) }
        guard !kept.isEmpty else { return hash(Array(path)) }
        return hash(path + [UInt8(ascii: "?")] + kept.joined(separator: [UInt8(ascii: "&")]))
    }

    private static func isTracking(_ parameter: Substring.UTF8View, isGoogle: Bool) -> Bool {
        let name = String(decoding: parameter.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self).lowercased()
        return name.hasPrefix("utm_") || name == "fbclid" || name == "gclid" || (isGoogle && name == "oc")
    }

    private static func hash(_ bytes: [UInt8]) -> ArticleID {
        ArticleID(rawValue: SHA256.hash(data: bytes).hexadecimal)
    }
}
