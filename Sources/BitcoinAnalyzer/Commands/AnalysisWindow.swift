import Analysis
import Domain

/// What the hours of `analyze --hours` were like, and the text that says so.
struct AnalysisWindow: Encodable {
    /// The hour in which the close changed most.
    struct LargestMove: Encodable {
        /// The open time of the hour.
        let time: Timestamp
        let changePercent: Double

        enum CodingKeys: String, CodingKey { case time, changePercent = "change_percent" }
    }

    let hours: Int
    let known: Int
    let changePercent: Double?
    let low: Double?
    let high: Double?
    /// Realised, per day; from twelve returns on.
    let volatilityPercent: Double?
    let largestMove: LargestMove?
    /// At most three sentences.
    let text: String

    enum CodingKeys: String, CodingKey {
        case hours, known, changePercent = "change_percent", low, high, volatilityPercent = "volatility_percent"
        case largestMove = "largest_move", text
    }

    /// - Parameters:
    ///   - candles: of the hours, credible, oldest first.
    ///   - before: the close before them.
    ///   - usual: the usual volatility per day, in percent.
    init(
        hours: Int, _ candles: [CandleNumbers], before: Double?, price: Double, quote: Quote, usual: Double?,
        _ language: Language
    ) {
        self.hours = hours
        known = candles.count
        changePercent = before.map { (price - $0) / $0 * 100 }
        (low, high) = (candles.map(\.low).min(), candles.map(\.high).max())
        let returns = Self.returns(candles, before)
        volatilityPercent =
            returns.count < 12
            ? nil
            : (returns.map { $0.change * $0.change }.reduce(0, +) / Double(returns.count) * 24).squareRoot() * 100
        largestMove = returns.max { abs($0.change) < abs($1.change) }.map {
            LargestMove(time: $0.time, changePercent: $0.change * 100)
        }
        let wording = WindowWording(
            hours: hours, known: known, change: changePercent, low: low, high: high, volatility: volatilityPercent,
            usual: usual, move: largestMove, price: price, quote: quote, language: language)
        text = wording.sentences.joined(separator: " ")
    }

    /// The changes from hour to hour, where both are known.
    private static func returns(_ candles: [CandleNumbers], _ before: Double?) -> [(time: Timestamp, change: Double)] {
        var (found, last) = (
            [(time: Timestamp, change: Double)](), before.map { (close: $0, time: candles.first?.openTime) }
        )
        for candle in candles {
            if let before = last, before.time == candle.openTime, before.close > 0 {
                found.append((candle.openTime, candle.close / before.close - 1))
            }
            last = (candle.close, candle.openTime + .hours(1))
        }
        return found
    }
}

/// The sentences about a window: the change, where the price was and is, and what is remarkable.
private struct WindowWording {
    let hours: Int
    let known: Int
    let change, low, high, volatility, usual: Double?
    let move: AnalysisWindow.LargestMove?
    let price: Double
    let quote: Quote
    let language: Language

    var sentences: [String] { [changeSentence, rangeSentence, remarkable].compactMap { $0?[language] } }

    private var span: Phrase {
        hours % 24 == 0 && hours > 24
            ? Phrase("the last \(hours / 24) days", fr: "les \(hours / 24)\u{A0}derniers jours")
            : Phrase("the last \(hours) hours", fr: "les \(hours)\u{A0}dernières heures")
    }

    private func amount(_ price: Double) -> String { NumberWording.price(price, quote: quote, language: language) }

    private func percent(_ percent: Double) -> String {
        NumberWording.percent(percent.magnitude / 100, language: language)
    }

    private var changeSentence: Phrase {
        let now = amount(price)
        guard let change else {
            return Phrase(
                "How the price changed over \(span.english) is not known; Bitcoin was last at \(now).",
                fr:
                    "La variation sur \(span.french) est inconnue\u{A0}; le bitcoin valait \(now) à la dernière clôture."
            )
        }
        if abs(change) < 0.05 {
            return Phrase(
                "Over \(span.english), Bitcoin was almost unchanged, at \(now).",
                fr: "Sur \(span.french), le bitcoin est quasi inchangé, à \(now).")
        }
        return Phrase(
            "Over \(span.english), Bitcoin \(change > 0 ? "rose" : "fell") \(percent(change)) to \(now).",
            fr: "Sur \(span.french), le bitcoin a \(change > 0 ? "gagné" : "perdu") \(percent(change)), à \(now).")
    }

    private var rangeSentence: Phrase? {
        guard let low, let high, amount(low) != amount(high) else { return nil }
        let place = (price - low) / (high - low)
        let position =
            place >= 0.8
            ? Phrase("near the top of that range now", fr: "proche du haut de cette fourchette")
            : place <= 0.2
                ? Phrase("near the bottom of that range now", fr: "proche du bas de cette fourchette")
                : Phrase("within that range now", fr: "à l’intérieur de cette fourchette")
        return Phrase(
            "It ranged from \(amount(low)) to \(amount(high)), and is \(position.english).",
            fr: "Il a évolué entre \(amount(low)) et \(amount(high)), et se trouve à présent \(position.french).")
    }

    /// One hour that was a large part of it, hours that are missing, or else the volatility.
    private var remarkable: Phrase? {
        if let move, let change, abs(move.changePercent) >= max(1, abs(change) / 2) {
            let isRise = move.changePercent > 0
            return Phrase(
                "The largest move of one hour was a \(isRise ? "rise" : "fall") of \(percent(move.changePercent)) in the "
                    + "hour from \(move.time.datePhrase.english).",
                fr: "Le plus fort mouvement d’une heure est une \(isRise ? "hausse" : "baisse") de "
                    + "\(percent(move.changePercent)), dans l’heure commencée le \(move.time.datePhrase.french).")
        }
        let missing = hours - known
        if missing > 0 {
            return Phrase(
                missing == 1 ? "One of the hours is not known." : "Of these hours, \(missing) are not known.",
                fr: missing == 1
                    ? "Une de ces heures est inconnue." : "Parmi ces heures, \(missing) sont inconnues.")
        }
        guard let volatility else { return nil }
        guard let usual, usual > 0 else {
            return Phrase(
                "Volatility was \(percent(volatility)) per day.",
                fr: "La volatilité était de \(percent(volatility)) par jour.")
        }
        return Phrase(
            "Volatility was \(percent(volatility)) per day, compared with \(percent(usual)) usually.",
            fr: "La volatilité était de \(percent(volatility)) par jour, contre \(percent(usual)) d’habitude.")
    }
}
