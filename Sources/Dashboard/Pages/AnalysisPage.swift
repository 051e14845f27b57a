import API
import Domain

/// The template context of the analysis page: the text, and every fact that it rests on.
struct AnalysisPage: Sendable {
    struct Fact: Sendable {
        let name: String
        let value: String
        /// `nil` for a fact without a moment of its own.
        let time: TimeLabel?
    }

    /// A range as a bar: positions and widths in percent of the 95 % range.
    struct Range: Sendable {
        let name: String
        let low: String
        let high: String
        let x: String
        let width: String
        /// A CSS class: `range-80` or `range-95`.
        let kind: String
    }

    struct Forecast: Sendable {
        let ranges: [Range]
        /// Where the newest close is, in percent.
        let position: String
        let closesAt: TimeLabel
    }

    struct NearbyArticle: Sendable {
        let headline: String
        /// `nil` unless it is an `http` or `https` address.
        let link: String?
        let languageCode: String?
        let publisher: String
        let published: TimeLabel
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let analysisPanel: AnalysisPanel
    let facts: [Fact]
    let hasFacts: Bool
    let forecast: Forecast?
    let articles: [NearbyArticle]
    let hasArticles: Bool
    /// `nil` where there is none.
    let past: PastAnalysisList?
    /// How earlier analyses turned out, in sentences.
    let trackRecord: [String]
    let hasTrackRecord: Bool
    /// The address of the form for feedback; `nil` where the reader may give none.
    let feedbackAction: String?
    let hasThanks: Bool

    /// How many days back the page shows.
    static let pastDays = 7

    /// - Parameters:
    ///   - past: what cannot be read is left out.
    ///   - mayRate: whether an operator is signed in.
    ///   - hasRated: whether feedback was just given.
    init(
        _ analysis: Loadable<AnalysisResponse>, past: PastAnalysesResponse? = nil, health: HealthChip? = nil,
        mayRate: Bool = false, hasRated: Bool = false, files: AssetCatalog.Addresses, in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        analysisPanel = AnalysisPanel(analysis, in: formatter)
        facts = analysis.value.map { Self.facts($0, in: formatter) } ?? []
        hasFacts = !facts.isEmpty
        forecast = analysis.value.flatMap { Forecast($0, in: formatter) }
        articles = (analysis.value?.articles ?? []).map { article in
            NearbyArticle(
                headline: article.title, link: NewsPanel.Item.isWebAddress(article.link) ? article.link : nil,
                languageCode: nil, publisher: article.publisher, published: formatter.label(article.published))
        }
        hasArticles = !articles.isEmpty
        self.past = past.flatMap { $0.analyses.isEmpty ? nil : PastAnalysisList($0, in: formatter) }
        trackRecord = analysis.value?.trackRecord?.sentences(in: formatter.language) ?? []
        hasTrackRecord = !trackRecord.isEmpty
        feedbackAction =
            mayRate ? analysis.value?.id.map { "/analysis/\($0.percentEncoded)/feedback" } : nil
        hasThanks = mayRate && hasRated
        layout = PageLayout(
            title: "\(strings.analysis) · \(strings.title)", at: .analysis,
            address: { "/analysis?lang=\($0.rawValue)" }, health: health, simulated: analysis.value?.simulated == true,
            files: files.withoutCharts, in: formatter)
    }

    /// What is not known is left out.
    private static func facts(_ analysis: AnalysisResponse, in formatter: LocalizedFormatter) -> [Fact] {
        let (labels, numbers, facts) = (formatter.strings.analysisPage, formatter.numbers, analysis.facts)
        var rows: [Fact] = []
        func add(_ name: String, _ value: String?, at time: Timestamp? = nil) {
            guard let value else { return }
            rows.append(Fact(name: name, value: value, time: time.map(formatter.label)))
        }
        func change(_ percent: Double?) -> String? { percent.map { numbers.change(percent: $0) } }
        add(labels.price, numbers.price(facts.price, facts.quote), at: analysis.asOf)
        add(labels.change24h, change(facts.change24hPercent))
        add(labels.change7d, change(facts.change7dPercent))
        if let low = facts.low24h, let high = facts.high24h {
            add(labels.range24h, "\(numbers.price(low, facts.quote)) – \(numbers.price(high, facts.quote))")
        }
        add(labels.volatility, facts.volatility24hPercent.map { numbers.percent($0) })
        add(labels.usual, facts.usualVolatilityPercent.map { numbers.percent($0) })
        add(labels.rsi, facts.rsi14.map { numbers.count(Int(clamped: $0.rounded())) })
        add(labels.drawdown, facts.drawdown90dPercent.map { numbers.percent(abs($0)) })
        add(labels.largestMove, change(facts.largestMove?.changePercent), at: facts.largestMove?.time)
        add(labels.openHour, change(facts.openHour?.changePercent), at: facts.openHour?.asOf)
        add(labels.hours, DashboardStrings.fill(labels.hoursValue, ["n": "\(facts.hoursKnown)"]))
        if let disputed = facts.disputedHours, disputed > 0 { add(labels.disputed, "\(disputed)") }
        if let outliers = facts.outliers, !outliers.isEmpty { add(labels.outliers, "\(outliers.count)") }
        if let mood = analysis.newsMood, let count = analysis.newsCount {
            add(
                labels.newsMood,
                DashboardStrings.fill(labels.newsMoodValue, ["value": numbers.mood(mood), "n": "\(count)"]))
        }
        return rows
    }
}

extension AnalysisPage.Forecast {
    /// `nil` without a range.
    init?(_ analysis: AnalysisResponse, in formatter: LocalizedFormatter) {
        guard let forecast = analysis.forecast, forecast.high95 > forecast.low95 else { return nil }
        let (labels, quote) = (formatter.strings.analysisPage, analysis.facts.quote)
        func percent(_ price: Double) -> Double {
            min(max((price - forecast.low95) / (forecast.high95 - forecast.low95), 0), 1) * 100
        }
        func range(_ name: String, _ low: Double, _ high: Double, _ kind: String) -> AnalysisPage.Range {
            AnalysisPage.Range(
                name: name, low: formatter.numbers.price(low, quote), high: formatter.numbers.price(high, quote),
                x: Self.text(percent(low)), width: Self.text(percent(high) - percent(low)), kind: kind)
        }
        ranges = [
            range(labels.range95, forecast.low95, forecast.high95, "range-95"),
            range(labels.range80, forecast.low80, forecast.high80, "range-80"),
        ]
        position = Self.text(percent(analysis.facts.price))
        closesAt = formatter.label(forecast.closesAt)
    }

    private static func text(_ percent: Double) -> String { "\((percent * 10).rounded() / 10)%" }
}
