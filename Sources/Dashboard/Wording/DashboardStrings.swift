import Analysis
import Domain

/// All strings of the dashboard in one language: a missing translation does not compile.
///
/// `{…}` marks a placeholder, filled in by ``fill(_:_:)`` and, in the browser, by `ages.js`.
struct DashboardStrings: Sendable {
    let code: String
    let title: String
    let description: String
    let skipToContent: String
    let languageSwitch: String
    let simulated: String
    let connectionLost: String

    let price: String
    let priceIn: String
    let over24Hours: String
    let changeUnknown: String
    let stale: String
    let source: String
    let priceAnnouncement: String

    let chart: String
    let range: String
    let ranges: ChartRangeNames
    let chartLabels: ChartLabels
    let chartDescription: String
    let noneMissing: String
    let oneMissing: String
    let manyMissing: String
    let chartCredit: String

    let analysis: String
    let trend: String
    let trends: TrendNames
    let volatility: String
    let volatilities: VolatilityNames
    let low24Hours: String
    let high24Hours: String
    let volatility24Hours: String
    let usually: String
    /// Of the close in 24 hours.
    let forecastRange: String
    let unknown: String
    let asOf: String
    let writtenBy: String
    let embeddedAnalyst: String
    let notAdvice: String

    let news: String
    let newTab: String
    let undated: String
    let mood: MoodStrings

    let closes: String
    let closesCaption: String
    /// Of an hour whose price the sources do not agree on.
    let doubtfulHour: String
    let oneDoubtfulHour: String
    let doubtfulHours: String
    let oneCloseCaption: String
    let closedAt: String
    let close: String
    let hourlyChange: String
    let closesWithGaps: String
    let closesOlder: String

    let justNow: String
    let minutesAgo: String
    let hoursAgo: String
    let daysAgo: String
    let months: [String]

    let missing: UnavailableStrings
    let masthead: MastheadStrings
    let notice: NoticeStrings
    let newsPage: NewsStrings
    let analysisPage: AnalysisStrings
    let pastAnalyses: PastAnalysisStrings
    let quality: QualityStrings
    let alerts: AlertStrings
    let devices: DeviceStrings
    let operationsPage: OperationsStrings
    let errors: ErrorStrings
    let operatorForms: OperatorStrings
    let incidents: IncidentStrings
    let sources: SourceStrings
    let lastKnown: String
    let timeZone: String

    static func `in`(_ language: Language) -> DashboardStrings {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// `text` with each `{name}` replaced by its value.
    static func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
        values.reduce(text) { filled, value in
            filled.split(separator: "{\(value.key)}", omittingEmptySubsequences: false).joined(separator: value.value)
        }
    }
}

struct TrendNames: Sendable {
    let bullish: String
    let bearish: String
    let stable: String
}

struct VolatilityNames: Sendable {
    let low: String
    let normal: String
    let high: String
}

/// The mood of the news, and who else reported a story.
struct MoodStrings: Sendable {
    let positive: String
    let neutral: String
    let negative: String
    let label: String
    let stories: String
    let oneStory: String
    /// The heading of the other publishers: of one, of several.
    let oneReport: String
    let reports: String

    func name(of tone: Mood.Tone) -> String {
        switch tone {
        case .positive: positive
        case .neutral: neutral
        case .negative: negative
        }
    }
}

/// The reason why a panel has no content: nothing has been collected yet, or the data cannot be read.
struct UnavailableStrings: Sendable {
    let priceEmpty: String
    let priceUnavailable: String
    let candlesEmpty: String
    let candlesUnavailable: String
    let newsEmpty: String
    let newsUnavailable: String
    let analysisEmpty: String
    let analysisUnavailable: String
}
