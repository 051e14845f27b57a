import Domain

/// What a clause says, to be compared with the facts.
enum TextClaim: Hashable {
    case price, change, changeAmount, extremes, extremesReversed, low, high, width
    case volatility, usual, versusUsual, ratio, difference, regime
    case trend, unknownTrend, unknownChange, missing, missingOf, known, knownOf
    case belowHigh, aboveLow, moment, forecast, openHour, largestMove, outlier, otherCurrency
    case disputed, age
    /// Says nothing by itself: a subject before a comma.
    case nothing
}

/// The forms of all statements that are understood. Order does not matter: a text is accepted when some reading of it
/// is true in all its parts.
enum ClauseForms {
    static let all: [ClausePattern] = forms.map { ClausePattern($0.0, $0.1) }

    static let forms: [(String, TextClaim)] = [
        // Price
        ("subject? be? trade at? amount", .price), ("subject be amount", .price), ("subject be? at amount", .price),
        ("be? at amount", .price), ("subject colon amount", .price), ("subject of? amount", .price),
        ("amount of? subject", .price), ("to|at amount", .price),
        // Change
        ("subject? be? slight|strong? up|down slight|strong? of? by? percent slight?", .change),
        ("subject? be? slight|strong? up|down of? by? percent of subject", .change),
        ("subject? be? percent slight|strong? up|down of?", .change),
        ("subject? be? slight|strong? up|down slight|strong? by?", .change),
        ("subject? be? slight|strong? flat slight?", .change), ("change be|of|colon? percent", .change),
        ("colon percent", .change), ("percent change?", .change), ("subject? be? change by? percent", .change),
        ("subject? be? slight? up|down of? by? amount", .changeAmount), ("amount up|down", .changeAmount),
        // Range
        ("subject? be? trade|ranged|range? between amount and amount", .extremes),
        ("subject? be? trade|ranged|range? from|of amount to|at amount", .extremes),
        ("range be|of|colon? from|of? amount comma|to|at|and amount", .extremes),
        ("low and high be? of|at|colon? amount and amount", .extremes),
        ("high and low be? of|at|colon? amount and amount", .extremesReversed),
        ("low be|of|at|colon? amount", .low), ("high be|of|at|colon? amount", .high),
        ("low of|be? subject be|of|at|colon? amount", .low), ("high of|be? subject be|of|at|colon? amount", .high),
        ("subject? be? trade? at? low of|at? amount", .low), ("subject? be? trade? at? high of|at? amount", .high),
        ("at? low comma subject be? trade? at? amount", .low), ("at? high comma subject be? trade? at? amount", .high),
        ("amount at low", .low), ("amount at high", .high), ("amount be low", .low), ("amount be high", .high),
        ("range be|of|colon? amount wide?", .width), ("amount range", .width),
        ("range between high and low be? of|at|colon? amount", .width),
        ("subject? be? trade? at? range of amount", .width),
        ("range between low and high be? of|at|colon? amount", .width),
        ("subject? be? below high of? comma? open? amount?", .belowHigh),
        ("subject? be? above low of? comma? open? amount?", .aboveLow),
        ("subject? be? amount below high", .belowHigh), ("subject? be? amount above low", .aboveLow),
        // Volatility
        ("volatility be|of|at|colon? at? percent", .volatility), ("volatility comma be|of|at percent", .volatility),
        ("percent of? volatility", .volatility), ("at percent comma volatility", .volatility),
        ("at|of? percent", .volatility),
        ("be? usual volatility be|of|at|colon? percent", .usual), ("against usual? percent usual?", .usual),
        ("against percent usual", .usual), ("usual be|of|colon? percent", .usual), ("percent usual", .usual),
        ("volatility? be? slight|strong? below|above|near|at than? usual", .versusUsual),
        ("volatility? be? slight|strong? below|above|near than? usual comma|open|of|at|colon? percent", .versusUsual),
        ("volatility? be? percent of? usual", .ratio), ("volatility? be? percent below|above than? usual", .difference),
        ("volatility? be? below|above than? usual by|of percent", .difference),
        ("volatility? be? low|middle|high", .regime), ("low|middle|high volatility", .regime),
        // Trend
        ("trend be|colon? bullish|bearish|stable", .trend), ("subject? be? bullish|bearish|stable trend", .trend),
        ("subject? be? trade? stable be?", .trend), ("be? bullish|bearish|stable", .trend),
        ("insufficient", .unknownTrend), ("change be? missing", .unknownChange),
        // Hours
        ("data? be? count of? hours be? missing", .missingOf), ("data? be? missing count of? hours", .missingOf),
        ("of hours comma count be? missing", .missingOf),
        ("hours of? data? be? missing of? count?", .missing), ("data of? hours be? missing", .missing),
        ("hours of? count be? missing", .missing), ("hours of? count be? known", .known),
        ("data? be? missing colon? hours of? data?", .missing),
        ("only? data? be? count of? hours be? known", .knownOf), ("amount be subject", .price),
        ("data? be? known count of? hours", .knownOf),
        ("of hours comma count be? known", .knownOf), ("hours of? data? be? known", .known),
        ("of hours comma count be? known? only", .otherCurrency), ("of hours comma count be? disputed", .disputed),
        ("count be? known? only", .otherCurrency), ("count be? disputed", .disputed),
        // The embedded analyst
        ("at? moment", .moment), ("newest be? old? hours|days old?", .age),
        ("inFourOfFive comma market closed hours later between amount and amount", .forecast),
        ("then comma? subject be? up|down of? by? percent comma? to|at amount", .openHour),
        ("hour be? up|down of? percent at? moment", .largestMove),
        ("subject? of? amount at? moment be? unbelievable", .outlier),
        ("subject", .nothing), ("volatility", .nothing),
    ]
}

extension TextClaim {
    /// Whether the statement may say over which time.
    var mayNameTime: Bool {
        switch self {
        case .change, .changeAmount, .extremes, .extremesReversed, .low, .high, .width, .volatility, .usual,
            .versusUsual,
            .ratio, .difference, .regime, .trend, .missing, .known, .nothing, .unknownChange:
            true
        default: false
        }
    }
}
