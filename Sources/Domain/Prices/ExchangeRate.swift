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

    /// An amount of ``quote`` in ``base``, to the cent; `nil` where it cannot be told.
    package func converted(_ amount: Double) -> Double? {
        let value = (amount / rate * 100).rounded() / 100
        return value.isFinite ? value : nil
    }
}
