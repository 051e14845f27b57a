/// A number computed from a series of values, one after the other. A new value costs the same however many there were.
package protocol Indicator: Sendable {
    /// Adds the next value.
    /// - Returns: `nil` while there are too few values.
    mutating func add(_ value: Double) -> Double?
}

extension [Double] {
    /// The values of an indicator: NaN for the first `warmUp` of `count`, the rest as `fill` writes them. `fill` is not
    /// called where all are NaN.
    static func indicator(count: Int, warmUp: Int, fill: (UnsafeMutableBufferPointer<Double>) -> Void) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { output, initialized in
            let unknown = Swift.min(Swift.max(warmUp, 0), count)
            output[..<unknown].initialize(repeating: .nan)
            if unknown < count { fill(output) }
            initialized = count
        }
    }
}
