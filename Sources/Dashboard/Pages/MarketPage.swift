import API
import Domain

/// The template context of the main page.
struct MarketPage: Sendable {
    let strings: DashboardStrings
    let layout: PageLayout
    let notice: IncidentNotice
    let pricePanel: PricePanel
    let chartPanel: ChartPanel
    let analysisPanel: AnalysisPanel
    let newsPanel: NewsPanel
    let closesPanel: ClosesPanel

    init(_ snapshot: MarketSnapshot, language: Language, range: ChartRange, files: AssetCatalog.Addresses) throws {
        let formatter = LocalizedFormatter(language, at: snapshot.now)
        strings = formatter.strings
        notice = IncidentNotice(snapshot.incidents, in: formatter)
        pricePanel = PricePanel(
            snapshot.price, stale: snapshot.priceIsStale, facts: snapshot.analysis.value?.facts, in: formatter)
        chartPanel = try ChartPanel(snapshot.candles, latest: snapshot.price.value, range: range, in: formatter)
        analysisPanel = AnalysisPanel(snapshot.analysis, in: formatter)
        newsPanel = NewsPanel(snapshot.news, mood: snapshot.newsMood, in: formatter)
        closesPanel = ClosesPanel(snapshot.candles, in: formatter)
        layout = PageLayout(
            title: (pricePanel.latest.map { "\($0.price) · " } ?? "") + strings.title,
            address: { "/?lang=\($0.rawValue)&range=\(range.rawValue)" },
            simulated: snapshot.simulated, files: files, in: formatter)
    }
}
