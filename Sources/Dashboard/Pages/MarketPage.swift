import API
import Domain

/// The template context of the main page.
struct MarketPage: Sendable {
    /// Instead of the panels, where there is nothing to show.
    struct EmptyCard: Sendable {
        let title: String
        let text: String
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let readerNotice: ReaderNotice?
    /// While the API does not respond: once, instead of in every panel.
    let outageNotice: StaleNotice?
    let emptyCard: EmptyCard?
    let pricePanel: PricePanel
    let chartPanel: ChartPanel
    let analysisPanel: AnalysisPanel
    let newsPanel: NewsPanel
    let closesPanel: ClosesPanel
    /// Whether there is nothing to show because the data cannot be read.
    let isUnavailable: Bool

    init(
        _ snapshot: MarketSnapshot, language: Language, view: ChartView, hasEvents: Bool = false,
        files: AssetCatalog.Addresses
    )
        throws
    {
        var formatter = LocalizedFormatter(language, at: snapshot.now)
        formatter.hidesOutages = snapshot.isAway
        strings = formatter.strings
        readerNotice = ReaderNotice(snapshot.incidents, in: formatter)
        outageNotice = snapshot.isAway ? StaleNotice(outage: snapshot.oldestRead, in: formatter) : nil
        isUnavailable = !snapshot.hasData && snapshot.isAway
        emptyCard =
            snapshot.hasData
            ? nil
            : isUnavailable
                ? EmptyCard(title: strings.notice.outageTitle, text: strings.notice.outage)
                : EmptyCard(title: strings.notice.emptyTitle, text: strings.notice.empty)
        pricePanel = PricePanel(
            snapshot.price, stale: snapshot.priceIsStale, facts: snapshot.analysis.value?.facts,
            hours: snapshot.hours.value, hasEvents: hasEvents, in: formatter)
        chartPanel = try ChartPanel(
            snapshot.candles, latest: snapshot.price.value,
            // An older one would look like one of now.
            analysis: snapshot.analysis.failure == nil ? snapshot.analysis.value : nil, view: view,
            hasMinutes: snapshot.hasMinutes, in: formatter)
        analysisPanel = AnalysisPanel(snapshot.analysis, in: formatter)
        newsPanel = NewsPanel(snapshot.news, mood: snapshot.newsMood, in: formatter)
        closesPanel = ClosesPanel(snapshot.hours, in: formatter)
        layout = PageLayout(
            title: (pricePanel.latest.map { "\($0.price) · " } ?? "") + strings.title, at: .market,
            address: { "/?lang=\($0.rawValue)&\(view.words)" },
            health: HealthChip(
                snapshot.incidents, isStale: snapshot.priceIsStale, isAway: snapshot.isAway, in: formatter),
            simulated: snapshot.simulated, files: files, in: formatter)
    }
}
