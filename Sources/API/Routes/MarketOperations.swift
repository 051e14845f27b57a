import Analysis
import Domain
import HTTPTypes

/// The operations of ``MarketRoutes``.
enum MarketOperations {
    static let price = Operation(
        "/v1/price", id: "getPrice", .market, "The latest price, its change over 24 hours and its age.",
        response: [.json(PriceResponse.schema)], problems: [.notFound])

    static let interval = Parameter(
        "interval", "The duration of a candle. Those of 5m and more are made from finer ones.",
        schema: .oneOf(Interval.allCases.map(\.rawValue)), example: "1d",
        requirement: "must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))",
        absent: Interval.oneHour, defaultText: Interval.oneHour.rawValue, parse: { Interval(rawValue: $0) })
    static let from = Parameter.time("from", "The first open time.")
    static let to = Parameter.time(
        "to", "The end: candles that open at it or later are left out.", example: "2026-02-28")
    static let candleLimit = Parameter.limit(default: 24)
    static let candles = Operation(
        "/v1/candles", id: "listCandles", .market, "Candles of one interval, newest first.",
        description: "A candle that no source has is absent. One made from finer candles tells how many are known.",
        parameters: [interval, from, to, candleLimit, Parameter.before, ResponseFormat.parameter],
        response: [.json(CandlePage.schema), .text("text/csv")])

    /// Names with periods from 2 to 500, or without.
    private static let namesPattern: String = {
        let kinds = IndicatorName.Kind.allCases.filter { $0.defaultPeriod != nil }.map(\.rawValue).joined(
            separator: "|")
        let name = "((\(kinds))([2-9]|[1-9][0-9]|[1-4][0-9][0-9]|500)?|macd)"
        return "^\(name)(,\(name)){0,\(IndicatorQuery.maxNames - 1)}$"
    }()
    static let indicatorNames = Parameter(
        "names", "The indicators: \(IndicatorName.examples.map(\.name).joined(separator: ", ")), with any period.",
        schema: .text(matching: namesPattern), example: "sma20,rsi14",
        requirement: "must be at most \(IndicatorQuery.maxNames) indicators, of "
            + IndicatorName.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            + ", each but macd with a period from "
            + "\(IndicatorName.periods.lowerBound) to \(IndicatorName.periods.upperBound), such as sma20,rsi14",
        absent: IndicatorQuery.defaultNames,
        defaultText: IndicatorQuery.defaultNames.map(\.name).joined(separator: ","),
        parse: { IndicatorQuery.names($0) })
    static let indicators = Operation(
        "/v1/indicators", id: "listIndicators", .market, "Indicators at the candles of one interval, newest first.",
        description: "A member is null while there are too few candles before it.",
        parameters: [
            indicatorNames, interval, from, to, candleLimit, Parameter.before, ResponseFormat.parameter,
        ], response: [.json(IndicatorPage.schema), .text("text/csv")])

    static let newsLanguage = Parameter(
        "lang", "Only articles in this language: an ISO 639 code.",
        schema: .text(matching: "^[a-z]{2,3}$"), example: "fr",
        requirement: "must be a language code such as fr or en", absent: String?.none,
        parse: { text in
            let isCode =
                (2...3).contains(text.utf8.count)
                && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            return isCode ? .some(text) : nil
        })
    static let publisher = Parameter(
        "publisher", "Only articles of this publisher.", schema: .text(from: 1), example: "CoinDesk",
        requirement: "must be a publisher's name", absent: String?.none, parse: { .some($0) })
    static let text = Parameter(
        "q", "Only articles whose title or summary contains this text, whatever the case and accents.",
        schema: .text(from: 1), example: "halving", requirement: "must be a text", absent: String?.none,
        parse: { .some($0) })
    static let mood = Parameter<Mood.Tone?>.choice(
        "mood", "Only stories with this mood.", among: Mood.Tone.allCases.map(\.rawValue),
        parse: { Mood.Tone(rawValue: $0) })
    static let newsLimit = Parameter.limit(default: 20)
    static let news = Operation(
        "/v1/news", id: "listNews", .market, "Stories, newest first, each once with its later reports.",
        parameters: [
            newsLimit, Parameter.before, newsLanguage, publisher, mood, text, ResponseFormat.parameter,
        ], response: [.json(ArticlePage.schema), .text("text/csv")])

    static let moodFrom = Parameter.time(
        "from", "The first day; at most 366 days before `to`.", example: "2026-01-01")
    static let moodTo = Parameter.time("to", "The end; without it, now.", example: "2026-02-28")
    static let newsMood = Operation(
        "/v1/news/mood", id: "listNewsMood", .market, "The mood of the news of each day (UTC), newest first.",
        parameters: [moodFrom, moodTo, ResponseFormat.parameter],
        response: [.json(NewsMoodResponse.schema), .text("text/csv")])

    static let analysis = Operation(
        "/v1/analysis", id: "getAnalysis", .market, "The analysis of the market, with the facts that it rests on.",
        parameters: [Parameter.language], response: [.json(AnalysisResponse.schema)], problems: [.notFound])

    /// The most days of ``analyses``: each takes tens of milliseconds of a processor.
    static let maxDays = 30
    static let analysisDays = Parameter(
        "days", "How many days back.", schema: .integer(from: 1, to: maxDays), example: "7",
        requirement: "must be between 1 and \(maxDays)", absent: 7, defaultText: "7",
        parse: { text in
            text.utf8.count <= 2 && text.utf8.allSatisfy { (48...57).contains($0) }
                ? Int(text).flatMap { (1...maxDays).contains($0) ? $0 : nil } : nil
        })
    static let analyses = Operation(
        "/v1/analyses", id: "listAnalyses", .market, "The analysis at the end of each past day (UTC), newest first.",
        description: "Each with the close 24 hours later, once it is known.",
        parameters: [analysisDays, Parameter.language, ResponseFormat.parameter],
        response: [.json(PastAnalysesResponse.schema), .text("text/csv")])

    static let all = [price, candles, indicators, news, newsMood, analysis, analyses]
}
