import API
import Domain

/// The template context of the sources: each with its last response, its next request, and the health of a feed.
struct SourcesPage: Sendable {
    struct Row: Sendable {
        let name: String
        let state: Badge
        /// What failed; empty where nothing did.
        let failure: String
        let hasFailure: Bool
        let lastAnswer: TimeLabel?
        /// When it is asked next and why not before; empty where it may be asked now.
        let next: String
        let hasNext: Bool
        let remarks: [String]
    }

    struct Badge: Sendable {
        let kind: String
        let text: String
    }

    struct Group: Sendable {
        let id: String
        let title: String
        let rows: [Row]
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let staleNotice: StaleNotice?
    let groups: [Group]
    let isEmpty: Bool
    /// Whether the sources are for operators only.
    let isWithheld: Bool
    let hasTokenAddress: Bool

    /// - Parameter hasToken: whether operators can identify themselves.
    init(
        _ status: Loadable<SourcesResponse>, hasToken: Bool, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.sources
        staleNotice = StaleNotice(status, empty: labels.none, unavailable: labels.unavailable, in: formatter)
        let sources = status.value?.sources ?? []
        func group(_ id: String, _ title: String, feeds: Bool) -> Group {
            Group(
                id: id, title: title,
                rows: sources.filter { ($0.part == .news) == feeds }.map { Row($0, in: formatter) })
        }
        groups = [group("prices", labels.prices, feeds: false), group("feeds", labels.feeds, feeds: true)]
            .filter { !$0.rows.isEmpty }
        isWithheld = status.value.map { $0.sources == nil } ?? false
        hasTokenAddress = isWithheld && hasToken
        isEmpty = groups.isEmpty && !isWithheld && status.failure == nil
        layout = PageLayout(
            title: "\(labels.heading) · \(strings.title)", at: .operations, address: { "/sources?lang=\($0.rawValue)" },
            simulated: status.value?.simulated == true, files: files.withoutCharts, in: formatter)
    }
}

extension SourcesPage.Row {
    init(_ source: SourcesResponse.Source, in formatter: LocalizedFormatter) {
        let (strings, language) = (formatter.strings.sources, formatter.language)
        name = source.part == .news ? source.source.rawValue : source.source.title
        let isWarning = source.feed?.silent == true
        state =
            source.error != nil
            ? .init(kind: "critical", text: strings.failing)
            : isWarning ? .init(kind: "warning", text: strings.silent) : .init(kind: "resolved", text: strings.responds)
        failure = source.error.map { ($0.line + Phrase("; ", fr: "\u{A0}; ") + $0.displayHint)[language] } ?? ""
        hasFailure = !failure.isEmpty
        lastAnswer = source.lastAnswer.map(formatter.label)
        next =
            source.nextAttempt.map { next in
                DashboardStrings.fill(
                    strings.next,
                    ["time": formatter.dates.full(next.notBefore), "reason": next.reason.phrase[language]])
            } ?? ""
        hasNext = !next.isEmpty
        remarks = source.feed?.remarks.map { $0[language] } ?? []
    }
}
