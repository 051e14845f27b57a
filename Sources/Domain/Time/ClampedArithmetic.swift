extension FixedWidthInteger {
    /// The sum, or the nearest bound of the type on overflow: for untrusted numbers.
    package func addingClamped(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the nearest bound of the type where the difference is beyond it.
    package func subtractingClamped(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// The product, or the nearest bound of the type where the product is beyond it.
    package func multipliedClamped(by other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }

    /// The number rounded toward zero, or the nearest bound of the type where it is beyond it; 0 for NaN.
    package init(clamped number: Double) {
        if let exact = Self(exactly: number.rounded(.towardZero)) {
            self = exact
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }
}

extension Duration {
    /// The duration in whole milliseconds, rounded toward zero; beyond 292 million years the bounds of `Int64`.
    package var wholeMilliseconds: Int64 {
        components.seconds.multipliedClamped(by: 1000).addingClamped(
            components.attoseconds / 1_000_000_000_000_000)
    }

    /// The bounds of `Int64` seconds where the product is beyond them.
    package static func minutes(_ n: Int64) -> Duration { .seconds(n.multipliedClamped(by: 60)) }
    /// The bounds of `Int64` seconds where the product is beyond them.
    package static func hours(_ n: Int64) -> Duration { .seconds(n.multipliedClamped(by: 3600)) }
    /// The bounds of `Int64` seconds where the product is beyond them.
    package static func days(_ n: Int64) -> Duration { .seconds(n.multipliedClamped(by: 86400)) }

    /// A duration from an untrusted number of seconds, clamped to ± 10 000 years; zero for NaN.
    package init(clampedSeconds seconds: Double) {
        self = .milliseconds(Int64(clamped: min(max(seconds.isNaN ? 0 : seconds, -3.2e11), 3.2e11) * 1000))
    }
}
