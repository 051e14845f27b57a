import Crypto
package import Domain

/// The id that an article had when its link was its identity, whatever identifier its feed gave.
package enum FormerArticleID {
    /// The hexadecimal SHA-256 of a link without its fragment and the tracking parameters that were known then.
    package static func of(_ link: String) -> ArticleID {
        // By its bytes: computed for every article that may be new.
        let bytes = Array(link.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        guard let query = bytes[..<end].firstIndex(of: UInt8(ascii: "?")) else { return hash(bytes[..<end]) }
        let isGoogle = bytes.starts(with: "https://news.google.com/".utf8)
        var address = bytes[..<query]
        for parameter in bytes[(query + 1)..<end].split(separator: UInt8(ascii: "&"))
        where !isTracking(parameter, isGoogle: isGoogle) {
            address.append(address.endIndex == query ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            address += parameter
        }
        return hash(address)
    }

    private static func isTracking(_ parameter: ArraySlice<UInt8>, isGoogle: Bool) -> Bool {
        let name = String(decoding: parameter.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self).lowercased()
        return name.hasPrefix("utm_") || name == "fbclid" || name == "gclid" || (isGoogle && name == "oc")
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> ArticleID {
        ArticleID(rawValue: SHA256.hash(data: bytes).withUnsafeBytes { $0.hexadecimal })
    }
}
