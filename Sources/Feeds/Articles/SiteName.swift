import Domain
import FoundationEssentials

/// The name of a publisher, from the title of its feed.
enum SiteName {
    /// `CoinDesk` of "CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data": the part of the title whose words are
    /// in the URL, otherwise its first part; the host without a title.
    static func publisher(title: String, site: String?, url: String, name: SourceName) -> String {
        let host = URLComponents(string: site ?? url).flatMap(FeedNames.host) ?? name.rawValue
        let parts = parts(of: title)
        let named = parts.first { part in
            let words = part.lowercased().split { !$0.isLetter && !$0.isNumber }
            return !words.isEmpty && words.allSatisfy { host.contains($0) }
        }
        return PlainText.cut(named ?? parts.first ?? host, to: ArticleContext.publisherLimit)
    }

    private static let separators = [": ", " - ", " – ", " — ", " | ", " » ", " : ", " · ", " RSS"]

    private static func parts(of title: String) -> [String] {
        guard mayHaveParts(title) else { return [PlainText.cleaned(title)].filter { !$0.isEmpty } }
        var parts = [title]
        for separator in separators { parts = parts.flatMap { $0.split(separator: separator).map(String.init) } }
        return parts.map { PlainText.cleaned($0) }.filter { !$0.isEmpty }
    }

    /// Whether one of ``separators`` may be in a title: splitting a text by a text costs more than reading ten articles.
    private static func mayHaveParts(_ title: String) -> Bool {
        let bytes = Array(title.utf8)
        return bytes.contains { $0 >= 0x80 }
            || separatorsInASCII.contains { bytes.firstIndex(of: $0, from: 0, to: bytes.count) != nil }
    }

    private static let separatorsInASCII: [StaticString] = [": ", " - ", " | ", " : ", " RSS"]
}
