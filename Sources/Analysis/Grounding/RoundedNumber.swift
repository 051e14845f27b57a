/// A number as a text has it, with fewer digits than the value that it stands for.
struct RoundedNumber {
    private let value: Double
    /// The place of the last digit: 0.1 for `1.2`.
    private let unit: Double
    /// The place of the last digit that is not 0: 1000 for `67,000`.
    private let coarse: Double
    private let hedge: TextToken.Symbol?
    /// A share of the fact: how far "about" may be from it.
    private let reach: Double
    private let isFraction: Bool
    /// The same of "about".
    private let aboutReach: Double

    /// - Parameter isDistance: whether it stands for an amount that is not a price.
    init(_ token: TextToken, isDistance: Bool = false) {
        value = token.value
        unit = (0..<max(0, token.decimals)).reduce(1.0) { unit, _ in unit / 10 }
        var coarse = unit
        while coarse < 1e12, value > 0, (value / (coarse * 10)).rounded() * coarse * 10 == value {
            coarse *= 10
        }
        self.coarse = coarse
        hedge = token.hedge
        isFraction = token.isFraction
        reach = token.symbol == .amount ? 0.012 : token.symbol == .times ? 0.15 : 0.25
        aboutReach = token.symbol == .amount && isDistance ? 0.03 : reach
    }

    /// "$680" for 682.25: rounded to the last digit that is not 0, and within half a percent.
    func isRounding(of fact: Double) -> Bool {
        hedge == nil && reach == 0.012 && coarse > 1 && abs(fact - value) <= min(coarse / 2, abs(fact) * 0.005)
    }

    func stands(for fact: Double) -> Bool {
        // Binary fractions are not exact.
        let tiny = 1e-9 * max(1, abs(fact))
        let difference = fact - value
        // "a third" is 31 to 35 %, "about a third" 28 to 38.
        if isFraction, hedge == nil || hedge == .about {
            return abs(difference) <= value * (hedge == nil ? 0.06 : 0.15)
        }
        switch hedge {
        case .about:
            // "about half" is said of 0.45 to 0.58.
            let isHalf = reach == 0.15 && value < 1
            return (isHalf || abs(difference) <= coarse / 2 + tiny)
                && abs(difference) <= max(abs(fact) * aboutReach, reach == 0.15 ? 0 : unit / 2)
        // "just over", and "nearly": close by.
        case .over: return difference > 0 && difference <= min(coarse, abs(fact) * min(0.2, reach))
        case .under:
            return difference < 0 && -difference <= max(unit * 0.15, abs(fact) * min(0.12, reach))
        // "more than" is true of all smaller numbers, but says little of those far away.
        case .moreThan: return difference > 0 && difference <= abs(fact) * (reach < 0.1 ? 0.25 : 0.5)
        case .lessThan: return difference < 0 && -difference <= abs(fact) * (reach < 0.1 ? 0.25 : 1)
        case .inside: return abs(fact) <= value
        default:
            let isRounded = abs(difference) <= unit / 2 + tiny
            let isCutOff = difference >= -tiny && difference < unit - tiny
            // A price of two decimals is not cut off, nor is a whole percentage.
            return isRounded && (reach != 0.15 || abs(difference) <= abs(fact) * 0.05)
                || (isCutOff && unit == 1 && value >= 1000)
        }
    }
}
