import API
import Analysis
import Domain

/// What the news page shows: the filters of its address.
struct NewsFilter: Hashable, Sendable {
    var text = ""
    var language = ""
    var publisher = ""
    var mood = ""
    /// A cursor; an invalid one gives the first page.
    var before = ""

    /// In characters.
    private static let maxLength = 100

    init() {}

    /// - Parameter word: a parameter of the address, by its name.
    init(_ word: (String) -> String?) {
        func value(_ name: String) -> String { String((word(name) ?? "").prefix(Self.maxLength)) }
        text = value("q")
        language = ["en", "fr"].contains(value("language")) ? value("language") : ""
        publisher = value("publisher")
        mood = Mood.Tone(rawValue: value("mood"))?.rawValue ?? ""
        before = value("before")
    }

    /// Stories per page.
    static let pageSize = 30

    var query: ArticleQuery {
        var filter = NewsQuery()
        filter.language = language.isEmpty ? nil : language
        filter.publisher = publisher.isEmpty ? nil : publisher
        filter.text = text.isEmpty ? nil : text
        if case .news(let position)? = Cursor(text: before) { filter.before = position }
        return ArticleQuery(filter, mood: Mood.Tone(rawValue: mood), limit: Self.pageSize)
    }

    /// The words of the address, with another cursor.
    func words(before: String?) -> String {
        [("q", text), ("language", language), ("publisher", publisher), ("mood", mood), ("before", before ?? "")]
            .filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
    }

    var isEmpty: Bool { text.isEmpty && language.isEmpty && publisher.isEmpty && mood.isEmpty }
}

/// What the news page reads.
struct NewsSnapshot: Sendable {
    let news: Loadable<ArticlePage>
    let mood: Loadable<NewsMoodResponse>
    let candles: Loadable<CandlePage>
}

/// The template context of the news page: stories by day, with search and filters, below mood and price.
struct NewsPage: Sendable {
    struct Choice: Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }

    struct Day: Sendable {
        let id: String
        let title: String
        let items: [NewsPanel.Item]
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let staleNotice: StaleNotice?
    let filter: NewsFilter
    let languageChoices: [Choice]
    let moodChoices: [Choice]
    /// Those of this page, to choose from.
    let publishers: [String]
    let isFiltered: Bool
    let days: [Day]
    let isEmpty: Bool
    let older: String
    let hasOlder: Bool
    let moodChart: MoodChart?

    init(
        _ snapshot: NewsSnapshot, filter: NewsFilter, health: HealthChip? = nil, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.newsPage
        self.filter = filter
        isFiltered = !filter.isEmpty
        staleNotice = StaleNotice(
            snapshot.news, empty: strings.missing.newsEmpty, unavailable: strings.missing.newsUnavailable,
            in: formatter)
        languageChoices = [("", labels.anyLanguage), ("en", labels.english), ("fr", labels.french)].map {
            Choice(value: $0.0, label: $0.1, isChosen: $0.0 == filter.language)
        }
        let moods = formatter.strings.mood
        moodChoices =
            [Choice(value: "", label: labels.anyMood, isChosen: filter.mood.isEmpty)]
            + Mood.Tone.allCases.map {
                Choice(value: $0.rawValue, label: moods.name(of: $0), isChosen: $0.rawValue == filter.mood)
            }
        let articles = snapshot.news.value?.news ?? []
        publishers = Array(Set(articles.map(\.publisher))).sorted()
        var days: [Day] = []
        for article in articles {
            let title = article.published.map(formatter.dates.day) ?? strings.undated
            let item = NewsPanel.Item(article, in: formatter)
            if days.last?.title == title, let last = days.popLast() {
                days.append(Day(id: last.id, title: title, items: last.items + [item]))
            } else {
                days.append(Day(id: "day-\(days.count)", title: title, items: [item]))
            }
        }
        self.days = days
        isEmpty = articles.isEmpty && snapshot.news.failure == nil
        older = snapshot.news.value?.next.map { "/news?" + filter.words(before: $0) } ?? ""
        hasOlder = !older.isEmpty
        moodChart = MoodChart(snapshot.mood.value, snapshot.candles.value, in: formatter)
        let words = filter.words(before: filter.before)
        layout = PageLayout(
            title: "\(strings.news) · \(strings.title)", at: .news,
            address: { "/news?lang=\($0.rawValue)" + (words.isEmpty ? "" : "&" + words) }, health: health,
            simulated: snapshot.news.value?.simulated == true, files: files.withoutCharts, in: formatter)
    }
}
