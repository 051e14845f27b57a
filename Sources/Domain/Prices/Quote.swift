/// The currency that a price of one bitcoin is told in. Tether (`USDT`) is not the dollar, and is never called so.
package struct Quote: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let usd = Quote(rawValue: "USD")
    package static let usdt = Quote(rawValue: "USDT")
}
