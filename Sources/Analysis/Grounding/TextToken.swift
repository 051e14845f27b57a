import Domain

/// A word, a phrase or a number of a text, by what it means for the check.
struct TextToken: Hashable {
    enum Symbol: String, Hashable {
        // Numbers
        case percent, amount, count, hours, days, moment, times
        /// Percentage points.
        case points
        /// Two amounts.
        case pair
        // What is spoken of
        case subject, it, market, volatility, trend, range, data, change
        // What is said of it
        case be, trade, reach, touch, move, passed, ranged, up, down, more, less, flat, nearFlat
        /// Up from the low, or down from the high, to the price.
        case recovered, pulledBack
        /// Above (below) an amount for a while.
        case topped, dipped
        case low, high, middle, calm, volatile, usual, usually, bullish, bearish, stable
        case above, below, near, closer, inside
        /// "all but one"
        case allBut
        case missing, known, not, none, all, complete, incomplete, insufficient
        case unbelievable, disputed, later, then, hour, only, old, newest, pattern, inFourOfFive
        case noHigher, noLower, upperPart, lowerPart, midway
        /// "most of": more than half.
        case largePart
        /// "$330 separate the price from its high"
        case separate
        /// "may differ": what is said of the present price where the newest one is old.
        case caveat
        /// « tant sur un jour que sur une semaine »
        case both
        // How much
        case slight, strong, violent, clear, weak, about, over, under, just, moreThan, lessThan, mere
        // When
        case day, week, past, ago, now, rate, daily
        /// Known words that together say what no fact does: "day after day". No statement takes it.
        case unsupported
        // Relations of a number or a reference
        case at, of, by, from, to, between, than, since, per, and
        // Between clauses
        case comma, colon, open, close, dash
        /// "so", « donc »: what is not known follows from hours that are missing.
        case so
        /// The low, the high, the usual volatility or the price of the day before, as something to compare with.
        case reference
    }

    var symbol: Symbol
    var value = 0.0
    /// Of the number, as written.
    var decimals = 0
    /// Whether the number has a sign: +1 or −1; 0 without.
    var sign = 0
    /// Whether it is a fraction in words, "a third", as a percentage.
    var isFraction = false
    /// Of a date; 0 where it has none.
    var year = 0
    /// How the number is hedged.
    var hedge: Symbol?
    /// The word of relation before the number or the extreme: `at`, `of`, `by`, `from`, `to`, `than`.
    var relation: Symbol?
    var quote: Quote?
    /// Of a word for a rise or a fall that is a large one.
    var strength: Symbol?
    var isInfinitive = false
    var text: String
    /// Of a reference: what it is to.
    var target: Symbol?
    /// The value that is stated of a reference or an extreme; the second amount of a pair.
    var stated: [TextToken] = []
    /// Whether the reference compares how much something moves: "moved more than usual".
    var isOfMovement = false
    /// Whether its value may be the distance.
    var isDistanceOrValue = false
    /// How far something is from the reference.
    var distance: [TextToken] = []

    init(_ symbol: Symbol, _ text: String) {
        self.symbol = symbol
        self.text = text
    }

    var isNumber: Bool {
        switch symbol {
        case .percent, .amount, .count, .times, .points: true
        case .hours, .days: !isTime
        default: false
        }
    }

    /// Whether it is a day, or a week.
    var isTime: Bool {
        switch symbol {
        case .day, .week: true
        case .hours: value == 24 && hedge == nil && sign == 0
        case .days: (value == 7 || value == 1) && hedge == nil && sign == 0
        default: false
        }
    }

    var isWeek: Bool { symbol == .week || (symbol == .days && value == 7) }
}
