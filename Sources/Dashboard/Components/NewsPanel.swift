import API

/// The latest articles, each a link to its publisher.
struct NewsPanel: Sendable {
    struct Item: Sendable {
        let headline: String
        /// `nil` unless it is an `http` or `https` address.
        let link: String?
        let publisher: String
        let published: TimeLabel?
        /// ISO 639 code for `lang` and `hreflang`; `nil` where the feed declares none that is valid.
        let languageCode: String?
        let mood: MoodMark?
        /// The other publishers of the story; `nil` for none.
        let reports: Reports?
    }

    struct Reports: Sendable {
        /// `3 other reports`.
        let heading: String
        let items: [Item]
    }

    let staleNotice: StaleNotice?
    let items: [Item]
    let moodTrend: MoodTrend?

    init(_ news: Loadable<ArticlePage>, mood: Loadable<NewsMoodResponse>, in formatter: LocalizedFormatter) {
        // An older one would be taken for that of today.
        moodTrend = mood.failure == nil ? mood.value.flatMap { MoodTrend($0, in: formatter) } : nil
        let strings = formatter.strings
        staleNotice = StaleNotice(
            news, empty: strings.missing.newsEmpty, unavailable: strings.missing.newsUnavailable, in: formatter)
        items = (news.value?.news ?? []).map { Item($0, in: formatter) }
    }
}

extension NewsPanel.Item {
    init(_ article: ArticleResponse, in formatter: LocalizedFormatter) {
        headline = article.title
        link = Self.isWebAddress(article.link) ? article.link : nil
        publisher = article.publisher
        published = article.published.map(formatter.label)
        languageCode = article.language.flatMap(Self.languageCode)
        mood = MoodMark(article, in: formatter)
        reports = NewsPanel.Reports(article.alsoReportedBy ?? [], in: formatter)
    }

    /// Of another publisher of a story: without a mood of its own.
    init(_ report: ArticleResponse.Report, in formatter: LocalizedFormatter) {
        headline = report.title
        link = Self.isWebAddress(report.link) ? report.link : nil
        publisher = report.publisher
        published = report.published.map(formatter.label)
        languageCode = report.language.flatMap(Self.languageCode)
        mood = nil
        reports = nil
    }

    static func isWebAddress(_ link: String) -> Bool {
        let scheme = link.prefix(8).lowercased()
        return scheme.hasPrefix("https://") || scheme.hasPrefix("http://")
    }

    /// The primary subtag of what a feed declares: `en` of `en-US`.
    private static func languageCode(_ declared: String) -> String? {
        let code = declared.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return (2...3).contains(code.count) && code.allSatisfy { ("a"..."z").contains($0) } ? code : nil
    }
}

extension NewsPanel.Reports {
    /// `nil` where the story has one publisher.
    init?(_ reports: [ArticleResponse.Report], in formatter: LocalizedFormatter) {
        guard let first = reports.first else { return nil }
        let strings = formatter.strings.mood
        heading =
            reports.count == 1
            ? DashboardStrings.fill(strings.oneReport, ["publisher": first.publisher])
            : DashboardStrings.fill(strings.reports, ["n": "\(reports.count)"])
        items = reports.map { NewsPanel.Item($0, in: formatter) }
    }
}
