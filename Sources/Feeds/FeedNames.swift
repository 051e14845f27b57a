package import Domain
import FoundationEssentials

extension SourceName {
    /// The name of the feed at a URL: its host without `www.` (`coindesk.com`).
    ///
    /// A Google News search also has its language (`news.google.com/fr`), so that searches in two languages differ.
    package init(feed url: String) {
        guard let parts = URLComponents(string: url), let host = FeedNames.host(of: parts) else {
            self.init(url.redactedAddress.printableLine(limit: 100))
            return
        }
        let language = parts.queryItems?.first { $0.name == "hl" }?.value.flatMap(LanguageCode.reduced)
        if host == "news.google.com", let language {
            self.init("\(host)/\(language)")
        } else {
            self.init(host)
        }
    }
}

enum FeedNames {
    /// Each URL once with a unique name. Feeds of one host are distinguished by their path, and otherwise by a digest
    /// of the URL: never by their order, which a setting may change.
    static func distinct(for urls: [String]) -> [(name: SourceName, url: String)] {
        var seen: Set<String> = []
        let urls = urls.filter { seen.insert($0).inserted }
        let levels: [(String) -> String] = [{ SourceName(feed: $0).rawValue }, withPath, withDigest]
        var names = urls.map(levels[0])
        for level in levels.dropFirst() {
            let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
            for (index, url) in urls.enumerated() where counts[names[index], default: 0] > 1 {
                names[index] = level(url)
            }
        }
        return zip(names, urls).map { (SourceName($0), $1) }
    }

    static func host(of parts: URLComponents) -> String? {
        guard let host = parts.host?.lowercased(), !host.isEmpty else { return nil }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }

    private static func withPath(_ url: String) -> String {
        let path = (URLComponents(string: url.redactedAddress)?.path ?? "").printableLine(limit: 200)
        return SourceName(feed: url).rawValue + (path.hasSuffix("/") ? String(path.dropLast()) : path)
    }

    private static func withDigest(_ url: String) -> String {
        withPath(url) + "#" + HexDigest.sha256(url).prefix(6)
    }
}
