/// The name of a price source or feed in settings, rows, logs and responses: `coinbase`, `news.google.com/bitcoin-fr`.
package struct SourceName: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { self.rawValue = value }
    package var description: String { rawValue }

    /// The name in a sentence: `Coinbase`; that of a feed, which is its host, is unchanged.
    package var title: String {
        // The one that is written otherwise.
        if rawValue == Witness.coingecko.rawValue { return "CoinGecko" }
        return rawValue.contains(".") ? rawValue : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
}
