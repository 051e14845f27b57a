/// The venues that can be asked for prices, in the order in which they are asked unless the settings say otherwise.
///
/// A new one is a case here, an adapter in `Exchanges` and a format in `Sandbox`; the compiler asks for both.
package enum Venue: String, CaseIterable, Sendable, Codable {
    case coinbase, kraken, bitstamp, binance, coinalyze

    package var name: SourceName { SourceName(rawValue) }

    /// Whether the venue serves only requests that carry a key.
    package var needsKey: Bool { self == .coinalyze }

    /// The venues to ask, in order, when the settings name none: with a key those that need one come first, without one
    /// they are left out.
    package static func defaultOrder(withKey: Bool) -> [Venue] {
        (withKey ? allCases.filter(\.needsKey) : []) + allCases.filter { !$0.needsKey }
    }
}
