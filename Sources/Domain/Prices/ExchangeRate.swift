/// What one currency costs in another.
package struct ExchangeRate: Hashable, Sendable {
    package let base: Quote
    package let quote: Quote
    /// Units of ``quote`` for one of ``base``; above zero.
    package let rate: Double
    /// The host that published it.
    package let source: String
    /// The day it is of (UTC).
    package let asOf: Timestamp

    package init(base: Quote, quote: Quote, rate: Double, source: String, asOf: Timestamp) {
        self.base = base
        self.quote = quote
        self.rate = rate
        self.source = source
        self.asOf = asOf
    }

    /// Dollars for a euro that are believed. Since 1999 the reference rate was between 0.8252 (2000-10-26) and 1.5990
    /// (2008-07-15); a mistaken point or an inverted rate is outside.
    ///
    /// Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
    package static let plausibleDollarsPerEuro = 0.5...2.5

    /// How old a rate may be: there is one on each working day, and Easter and Christmas make at most five days
    /// without.
    package static let longestAge: Duration = .hours(10 * 24)

    /// Whether amounts may still be converted by it: not of the future, and not older than ``longestAge``.
    package func isCurrent(at now: Timestamp) -> Bool {
        let age = now - asOf
        return age >= .zero && age <= Self.longestAge
    }

    /// An amount of ``quote`` in ``base``, to the cent; `nil` where it cannot be told.
    package func converted(_ amount: Double) -> Double? {
        let value = (amount / rate * 100).rounded() / 100
        return value.isFinite ? value : nil
    }
}
