import API
import Domain

/// The whole page, ready to be poured into its template.
struct Page: Sendable {
    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let href: String
        let current: Bool
    }

    let words: Phrases
    let documentTitle: String
    let languages: [LanguageLink]
    let simulated: Bool
    /// The server's clock, in Unix milliseconds: the browser counts ages from it, not from its own clock, which may be wrong.
    let clock: Int64
    let pricePanel: PricePanel
    let chartPanel: ChartPanel
    let analysisPanel: AnalysisPanel
    let newsPanel: NewsPanel
    let closesPanel: ClosesPanel
    let files: AssetCatalog.Addresses

    init(_ snapshot: MarketSnapshot, language: Language, range: ChartRange, files: AssetCatalog.Addresses) throws {
        let speech = Speech(language, at: snapshot.now)
        words = speech.phrases
        pricePanel = PricePanel(snapshot.price, facts: snapshot.analysis.value?.facts, in: speech)
        chartPanel = try ChartPanel(snapshot.candles, latest: snapshot.price.value, range: range, in: speech)
        analysisPanel = AnalysisPanel(snapshot.analysis, in: speech)
        newsPanel = NewsPanel(snapshot.news, in: speech)
        closesPanel = ClosesPanel(snapshot.candles, in: speech)
        documentTitle = (pricePanel.figure.map { "\($0.price) · " } ?? "") + words.title
        languages = [(Language.french, "Français"), (.english, "English")].map {
            LanguageLink(
                code: $0.rawValue, name: $1, href: "/?lang=\($0.rawValue)&range=\(range.rawValue)", current: $0 == language)
        }
        simulated = snapshot.simulated
        clock = snapshot.now.milliseconds
        self.files = files
    }
}
