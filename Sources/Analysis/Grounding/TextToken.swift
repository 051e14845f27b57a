import Domain

/// A word, a phrase or a number of a text, by what it means for the check.
struct TextToken: Hashable {
    enum Symbol: String, Hashable {
        // Numbers
        case percent, amount, count, hours, days, moment
        // What is spoken of
        case subject, volatility, trend, range, data, market, change
        // What is said of it
        case be, trade, at, of, by, up, down, flat, ranged, between, from, to, and, wide, closed, after
        case low, high, middle, usual, above, below, near, against, bullish, bearish, stable
        case missing, known, unbelievable, disputed, later, then, hour, only, insufficient, old, newest, than, ago,
            since
        // How much
        case slight, strong, about, over, under
        // When
        case day, week
        // Between clauses
        case comma, colon, join, open, close
        case inFourOfFive
    }

    var symbol: Symbol
    var value = 0.0
    /// Of the number, as written.
    var decimals = 0
    /// Whether the number has a sign: +1 or −1; 0 without.
    var sign = 0
    /// How the number is hedged.
    var hedge: Symbol?
    var quote: Quote?
    var text: String

    init(_ symbol: Symbol, _ text: String) {
        self.symbol = symbol
        self.text = text
    }
}
