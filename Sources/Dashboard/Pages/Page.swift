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
        let speech = Speech(language, at: snapshot.now)
        words = speech.phrases
        notice = IncidentNotice(snapshot.incidents, in: speech)
        pricePanel = PricePanel(snapshot.price, facts: snapshot.analysis.value?.facts, in: speech)
        chartPanel = try ChartPanel(snapshot.candles, latest: snapshot.price.value, range: range, in: speech)
        analysisPanel = AnalysisPanel(snapshot.analysis, in: speech)
        newsPanel = NewsPanel(snapshot.news, in: speech)
        closesPanel = ClosesPanel(snapshot.candles, in: speech)
        frame = Frame(
            title: (pricePanel.figure.map { "\($0.price) · " } ?? "") + words.title, address: { "/?lang=\($0.rawValue)&range=\(range.rawValue)" },
            simulated: snapshot.simulated, files: files, in: speech)
    }
}
