/// A generalised linear model with Gamma distribution and logarithmic link (McCullagh and Nelder, Generalized Linear
/// Models, 1989): predicts a positive size, and its errors grow with it. Fitted by iteratively reweighted least
/// squares, with a ridge that draws the coefficients of standardised features towards those that are expected.
struct GammaRegression {
    private let means: [Double]
    private let scales: [Double]
    private let intercept: Double
    private let coefficients: [Double]

    /// Weight of what is expected, in observations for each observation.
    static let ridge = 0.3
    private static let steps = 4
    /// A size of 0 has no logarithm.
    private static let smallest = 1e-5

    /// - Parameters:
    ///   - rows: the features of each size, one row after the other.
    ///   - expected: coefficients of the features, before standardisation.
    /// - Returns: `nil` with fewer than two sizes.
    init?(_ rows: [Double], sizes: [Double], expected: [Double]) {
        let (count, width) = (sizes.count, expected.count)
        guard count > 1, rows.count == count * width else { return nil }
        let n = Double(count)
        var (means, scales) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        for index in rows.indices { means[index % width] += rows[index] / n }
        for index in rows.indices {
            let difference = rows[index] - means[index % width]
            scales[index % width] += difference * difference / n
        }
        scales = scales.map { $0.squareRoot() + 1e-9 }
        let terms = width + 1
        // With a 1 before each row.
        var standard: [Double] = []
        standard.reserveCapacity(count * terms)
        for row in 0..<count {
            standard.append(1)
            for column in 0..<width { standard.append((rows[row * width + column] - means[column]) / scales[column]) }
        }
        let prior = [0] + (0..<width).map { expected[$0] * scales[$0] }
        let problem = Problem(rows: standard, sizes: sizes.map { max($0, Self.smallest) }, terms: terms)
        var beta = prior
        beta[0] = logReturn(from: 1, to: problem.gradient(beta)[0] / n + 1)
        var information = problem.information
        for term in 1..<terms { information[term][term] += Self.ridge * n }
        for _ in 0..<Self.steps {
            var gradient = problem.gradient(beta)
            for term in 1..<terms { gradient[term] -= Self.ridge * n * (beta[term] - prior[term]) }
            guard let step = LinearSystem.solve(information, gradient) else { return nil }
            // A step larger than this comes from sizes that are all alike.
            for term in 0..<terms { beta[term] += min(max(step[term], -3), 3) }
        }
        guard beta.allSatisfy(\.isFinite) else { return nil }
        (self.means, self.scales) = (means, scales)
        (intercept, coefficients) = (beta[0], Array(beta.dropFirst()))
    }

    /// The mean size for features.
    func predict(_ features: some RandomAccessCollection<Double>) -> Double {
        var sum = intercept
        for (column, feature) in features.enumerated() where column < coefficients.count {
            sum += coefficients[column] * (feature - means[column]) / scales[column]
        }
        return exponential(sum)
    }
}

/// Standardised features with a 1 before each row, and the sizes.
private struct Problem {
    let rows: [Double]
    let sizes: [Double]
    let terms: Int

    /// The sum over the rows of the relative error times each term.
    func gradient(_ beta: [Double]) -> [Double] {
        var gradient = [Double](repeating: 0, count: terms)
        for index in sizes.indices {
            let start = index * terms
            var sum = 0.0
            for term in 0..<terms { sum += rows[start + term] * beta[term] }
            let error = sizes[index] / exponential(sum) - 1
            for term in 0..<terms { gradient[term] += rows[start + term] * error }
        }
        return gradient
    }

    /// The sum over the rows of the products of terms.
    var information: [[Double]] {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: terms), count: terms)
        for first in 0..<terms {
            for second in 0...first {
                var sum = 0.0
                for start in stride(from: 0, to: rows.count, by: terms) {
                    sum += rows[start + first] * rows[start + second]
                }
                sums[first][second] = sum
                sums[second][first] = sum
            }
        }
        return sums
    }
}
