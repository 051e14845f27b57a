/// The supported venues, in their default order.
///
/// A new one is a case here, an adapter in `Exchanges` and a format in `Sandbox`; the compiler requires both.
package enum Venue: String, CaseIterable, Sendable, Codable {
    case coinbase, kraken, bitstamp, bitfinex, binance, coinalyze

    package var name: SourceName { SourceName(rawValue) }

    /// Whether the venue requires an API key.
    package var needsKey: Bool { self == .coinalyze }

    /// The default venues in order: with a key, those that require one come first; without, they are omitted.
    package static func defaultOrder(withKey: Bool) -> [Venue] {
        (withKey ? allCases.filter(\.needsKey) : []) + allCases.filter { !$0.needsKey }
    }
}

/// The sources of prices without candles, which only confirm those of the venues. None is asked unless `PRICE_SOURCES`
/// names it.
///
/// A new one is a case here, an adapter in `Exchanges` and a format in `Sandbox`; the compiler requires both.
package enum Witness: String, CaseIterable, Sendable, Codable {
    case coingecko

    package var name: SourceName { SourceName(rawValue) }
}
