import Crypto
package import Domain

/// The id that an article had when its link was its identity, whatever identifier its feed gave.
package enum FormerArticleID {
    /// The hexadecimal SHA-256 of a link without its fragment and the tracking parameters that were known then.
    package static func of(_ link: String) -> ArticleID {
        let address = link.prefix { $0 != "#" }
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = parts.first ?? ""
        guard parts.count == 2 else { return hash(path) }
        let isGoogle = path.hasPrefix("https://news.google.com/")
        let kept = parts[1].split(separator: "&").filter { !isTracking($0, isGoogle: isGoogle) }.joined(separator: "&")
        return hash(kept.isEmpty ? path : "\(path)?\(kept)")
    }

    private static func isTracking(_ parameter: Substring, isGoogle: Bool) -> Bool {
        let name = parameter.prefix { $0 != "=" }.lowercased()
        return name.hasPrefix("utm_") || name == "fbclid" || name == "gclid" || (isGoogle && name == "oc")
    }

    private static func hash(_ text: Substring) -> ArticleID {
        ArticleID(rawValue: SHA256.hash(data: Array(text.utf8)).hexadecimal)
    }
}
