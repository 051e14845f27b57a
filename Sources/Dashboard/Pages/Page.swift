import API
import Domain

/// The whole page, ready to be poured into its template.
struct Page: Sendable {
    let words: Phrases
    let frame: Frame
    let notice: IncidentNotice
    let pricePanel: PricePanel
    let chartPanel: ChartPanel
    let analysisPanel: AnalysisPanel
    let newsPanel: NewsPanel
    let closesPanel: ClosesPanel

    init(_ snapshot: MarketSnapshot, language: Language, range: ChartRange, files: AssetCatalog.Addresses) throws {
        let formatter = LocalizedFormatter(language, at: snapshot.now)
        words = formatter.phrases
        notice = IncidentNotice(snapshot.incidents, in: formatter)
        pricePanel = PricePanel(snapshot.price, facts: snapshot.analysis.value?.facts, in: formatter)
        chartPanel = try ChartPanel(snapshot.candles, latest: snapshot.price.value, range: range, in: formatter)
        analysisPanel = AnalysisPanel(snapshot.analysis, in: formatter)
        newsPanel = NewsPanel(snapshot.news, in: formatter)
        closesPanel = ClosesPanel(snapshot.candles, in: formatter)
        frame = Frame(
            title: (pricePanel.figure.map { "\($0.price) · " } ?? "") + words.title,
            address: { "/?lang=\($0.rawValue)&range=\(range.rawValue)" },
            simulated: snapshot.simulated, files: files, in: formatter)
    }
}
