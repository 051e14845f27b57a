import Domain

/// What several sources say of the close of one candle. Pure.
struct Agreement: Sendable {
    enum Verdict: Equatable, Sendable {
        /// Fewer than two sources.
        case unknown
        case agreed
        /// Most agree; these do not. `spread` is the largest distance from the median, as a share of it.
        case odd(Set<SourceName>, spread: Double)
        /// No majority.
        case undecided(spread: Double)
    }

    /// How far two closes in the same currency may be apart, as a share. Between a venue in dollars and one in Tether
    /// in 2018, and with the mean difference of the day taken away, 99 % of the hours were within 0.95 % and 99.9 %
    /// within 2.2 %: see decision 28.
    static let tolerance = 0.02
    /// Of a dollar and a stablecoin: the largest difference of that year was 6.7 %.
    static let toleranceOfOtherQuotes = 0.07

    let sightings: [Sighting]

    /// - Parameter sightings: of one candle, one for each source.
    init(_ sightings: [Sighting]) { self.sightings = sightings.sorted { $0.close < $1.close } }

    /// The sighting in the middle; the lower one of two.
    private var middle: Sighting? { sightings.isEmpty ? nil : sightings[(sightings.count - 1) / 2] }

    var verdict: Verdict {
        guard let middle, sightings.count > 1 else { return .unknown }
        let odd = sightings.filter { !Self.agree($0.close, $0.quote, middle.close, middle.quote) }
        guard !odd.isEmpty else { return .agreed }
        let spread = odd.map { abs($0.close / middle.close - 1) }.max() ?? 0
        return odd.count < sightings.count - odd.count
            ? .odd(Set(odd.map(\.source)), spread: spread) : .undecided(spread: spread)
    }

    /// The sources that agree with the one in the middle.
    var agreeing: Set<SourceName> {
        guard let middle else { return [] }
        return Set(
            sightings.filter { Self.agree($0.close, $0.quote, middle.close, middle.quote) }.map(\.source))
    }

    /// Whether a close agrees with the one in the middle.
    func includes(_ candle: Candle) -> Bool {
        middle.map { Self.agree(candle.close, candle.quote, $0.close, $0.quote) } ?? true
    }

    static func agree(_ a: Double, _ aQuote: Quote, _ b: Double, _ bQuote: Quote) -> Bool {
        max(a, b) / min(a, b) - 1 <= (aQuote == bQuote ? tolerance : toleranceOfOtherQuotes)
    }

    /// Whether two candles of one hour show the same market: the extremes of an hour differ more than its closes, and
    /// the volumes of venues by orders of magnitude.
    static func agree(_ a: Candle, _ b: Candle) -> Bool {
        func near(_ a: Double, _ b: Double) -> Bool { max(a, b) / min(a, b) <= 1.1 }
        let isTradedAlike = a.volume <= 1000 * b.volume && b.volume <= 1000 * a.volume
        return agree(a.close, a.quote, b.close, b.quote) && near(a.high, b.high) && near(a.low, b.low) && isTradedAlike
    }
}
