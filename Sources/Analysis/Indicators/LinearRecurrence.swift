/// Averages that keep a share of the last one: yₙ = `rest` · yₙ₋₁ + xₙ.
///
/// Computed four at a time from the last average, so that a processor need not wait for each one before the next.
/// Rounds differently from one at a time, in the last digits.
struct LinearRecurrence {
    private let rest: (Double, Double, Double, Double)
    private(set) var last: Double

    init(rest: Double, from first: Double) {
        self.rest = (rest, rest * rest, rest * rest * rest, rest * rest * rest * rest)
        last = first
    }

    @inline(__always)
    mutating func next(_ input: Double) -> Double {
        last = rest.0 * last + input
        return last
    }

    @inline(__always)
    mutating func next(_ inputs: (Double, Double, Double, Double)) -> (Double, Double, Double, Double) {
        let two = rest.0 * inputs.0 + inputs.1
        let three = rest.0 * two + inputs.2
        let four = rest.0 * three + inputs.3
        let first = last
        last = rest.3 * first + four
        return (rest.0 * first + inputs.0, rest.1 * first + two, rest.2 * first + three, last)
    }
}

/// Runs `four` for each four consecutive numbers of a range, and `one` for each of the rest.
@inline(__always)
func forEachFour(in range: Range<Int>, four: (Int) -> Void, one: (Int) -> Void) {
    var index = range.lowerBound
    while index + 4 <= range.upperBound {
        four(index)
        index += 4
    }
    while index < range.upperBound {
        one(index)
        index += 1
    }
}
