/// Where the close in 24 hours is expected, in 80 and in 95 of 100 cases. It speaks of that close only: on the way the
/// price leaves the range more often.
package struct PriceRange: Hashable, Sendable {
    package let low80: Double
    package let high80: Double
    package let low95: Double
    package let high95: Double

    package static let horizon = Duration.hours(24)

    package init(low80: Double, high80: Double, low95: Double, high95: Double) {
        self.low80 = low80
        self.high80 = high80
        self.low95 = low95
        self.high95 = high95
    }
}
