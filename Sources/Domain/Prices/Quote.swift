/// The currency of a price. Tether (`USDT`) and USD Coin (`USDC`) are distinct from the dollar.
package struct Quote: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let usd = Quote(rawValue: "USD")
    package static let eur = Quote(rawValue: "EUR")
    package static let usdc = Quote(rawValue: "USDC")
    package static let usdt = Quote(rawValue: "USDT")
}
