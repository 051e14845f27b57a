/// What a price source or a feed is called in settings, rows, logs and responses: `coinbase`,
/// `news.google.com/bitcoin-fr`.
package struct SourceName: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { self.rawValue = value }
    package var description: String { rawValue }

    /// In a sentence: `Coinbase`; a feed, which is named by its host, keeps its name.
    package var title: String {
        rawValue.contains(".") ? rawValue : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
}
