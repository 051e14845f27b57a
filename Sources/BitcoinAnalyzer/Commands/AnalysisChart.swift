import API
import Analysis
import Domain

/// The last hours as lines of text: a column from low to high for each hour or few hours, and the range of the close in
/// 24 hours beside them.
struct AnalysisChart {
    private static let (rows, widest) = (9, 72)
    /// What tells whether the first hours can be believed.
    static let reach = OutlierRule.reach + .hours(1)

    let window: AnalysisWindow
    private let columns: [(low: Double, high: Double, close: Double)?]
    private let forecast: AnalysisResponse.ForecastResponse?
    private let quote: Quote
    private let price: Double

    /// - Parameter candles: closed and not doubtful, oldest first, from ``reach`` before the hours on.
    init(_ analysis: AnalysisResponse, candles: [CandleResponse], hours: Int, _ language: Language) {
        let start = analysis.asOf - .hours(Int64(hours))
        let (known, _) = OutlierRule.separate(
            candles.map {
                CandleNumbers(
                    openTime: $0.time, open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
            })
        let shown = known.filter { $0.openTime >= start }
        let before = known.first { $0.openTime == start - .hours(1) }?.close
        window = AnalysisWindow(
            hours: hours, shown, before: before, price: analysis.facts.price, quote: analysis.facts.quote,
            usual: analysis.facts.usualVolatilityPercent, language)
        let perColumn = (hours + Self.widest - 1) / Self.widest
        let count = (hours + perColumn - 1) / perColumn
        columns = (0..<count).map { column in
            let range = TimeRange(
                start + .hours(Int64(column * perColumn)), until: start + .hours(Int64((column + 1) * perColumn)))
            let places = shown.indices.filter { range.contains(shown[$0].openTime) }
            guard let last = places.last, let low = places.map({ shown[$0].low }).min(),
                let high = places.map({ shown[$0].high }).max()
            else { return nil }
            return (low, high, shown[last].close)
        }
        forecast = analysis.forecast
        quote = analysis.facts.quote
        price = analysis.facts.price
    }

    func lines(_ language: Language) -> [String] {
        guard let low = ([window.low, forecast?.low95].compactMap(\.self)).min(),
            let high = ([window.high, forecast?.high95].compactMap(\.self)).max()
        else { return [] }
        // A price that stood still is one line.
        let rows = high > low ? Self.rows : 1
        let step = high > low ? (high - low) / Double(rows - 1) : max(high, 1)
        return (0..<rows).reversed().map { row in
            let (bottom, top) = (low + step * (Double(row) - 0.5), low + step * (Double(row) + 0.5))
            let cells = columns.map { column -> String in
                guard let column else { return " " }
                if column.close >= bottom && column.close < top { return "●" }
                return column.high >= bottom && column.low < top ? "│" : " "
            }
            let label = NumberWording.price(low + step * Double(row), quote: quote, language: language)
            return "  " + cells.joined() + " " + range(bottom, top) + "  " + label
        }
            + [legend(language), ""]
    }

    private func range(_ bottom: Double, _ top: Double) -> String {
        guard let forecast else { return "" }
        if forecast.high80 >= bottom && forecast.low80 < top { return "▓▓" }
        return forecast.high95 >= bottom && forecast.low95 < top ? "░░" : "  "
    }

    private func legend(_ language: Language) -> String {
        let missing = window.hours - window.known
        let hours = Phrase(count: window.hours, ("hour", "hours"), fr: ("heure", "heures"))
        let change = window.changePercent.map {
            ", " + NumberWording.percent($0 / 100, language: language, signed: true)
        }
        let gaps =
            missing == 0
            ? ""
            : language.localized(
                ", \(missing) not known",
                fr: missing == 1 ? ", dont 1\u{A0}inconnue" : ", dont \(missing)\u{A0}inconnues")
        let ranges =
            forecast == nil
            ? ""
            : language.localized(
                "   ▓ 80%, ░ 95% of closes in 24 h", fr: "   ▓ 80\u{A0}%, ░ 95\u{A0}% des clôtures dans 24\u{A0}h")
        return "  " + hours[language] + (change ?? "") + gaps + ranges
    }
}

/// What else an analysis knows, line by line.
enum AnalysisLines {
    static func lines(_ analysis: AnalysisResponse, _ language: Language) -> [String] {
        let facts = analysis.facts
        func price(_ value: Double) -> String { NumberWording.price(value, quote: facts.quote, language: language) }
        func number(_ value: Double, _ decimals: Int) -> String {
            NumberWording.number(value, decimals: decimals, language: language)
        }
        var lines: [String] = []
        if let forecast = analysis.forecast {
            let (low, high) = (price(forecast.low80), price(forecast.high80))
            let (lowest, highest) = (price(forecast.low95), price(forecast.high95))
            lines.append(
                language.localized(
                    "Close of \(forecast.closesAt.datePhrase.english): \(low) to \(high) in 80 of 100 cases, \(lowest) to \(highest) in 95.",
                    fr:
                        "Clôture du \(forecast.closesAt.datePhrase.french)\u{A0}: entre \(low) et \(high) dans 80\u{A0}cas sur 100, "
                        + "entre \(lowest) et \(highest) dans 95\u{A0}cas."))
        }
        if let strength = facts.rsi14 {
            let drawdown = facts.drawdown90dPercent.map { NumberWording.percent($0 / 100, language: language) }
            lines.append(
                language.localized("RSI (14 h): ", fr: "RSI (14\u{A0}h)\u{A0}: ") + number(strength, 1)
                    + (drawdown.map {
                        language.localized(
                            "; from the highest close of 90 days: \($0)",
                            fr: "\u{A0}; depuis la plus haute clôture de 90\u{A0}jours\u{A0}: \($0)")
                    } ?? ""))
        }
        if let mood = analysis.newsMood, let count = analysis.newsCount {
            let stories = Phrase(count: count, ("story", "stories"), fr: ("article", "articles"))[language]
            lines.append(
                language.localized("Mood of the news: ", fr: "Tonalité de l’actualité\u{A0}: ") + number(mood, 2)
                    + " (\(stories))")
        }
        if let move = facts.largestMove, let articles = analysis.articles, !articles.isEmpty {
            let change = NumberWording.percent(move.changePercent / 100, language: language, signed: true)
            lines.append(
                language.localized(
                    "Published nearest to the largest move (\(change) in the hour from \(move.time.datePhrase.english)):",
                    fr:
                        "Articles publiés au plus près du plus fort mouvement (\(change) dans l’heure commencée le "
                        + "\(move.time.datePhrase.french))"
                        + "\u{A0}:"))
            lines += articles.map { "  \($0.title) (\($0.publisher), \($0.published.datePhrase[language]))" }
        }
        return lines
    }
}
