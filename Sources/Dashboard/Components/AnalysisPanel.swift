import API
import Domain

/// The analysis text with what the past day was like, its time and its author.
struct AnalysisPanel: Sendable {
    struct Briefing: Sendable {
        let text: String
        let textLanguage: String
        /// `nil` where it is not known.
        let trend: Badge?
        let volatility: Badge?
        let dailyVolatility: String
        let usualVolatility: String?
        /// Where the close in 24 hours is expected.
        let forecast: String?
        let asOf: TimeLabel
        let provider: String
    }

    struct Badge: Sendable {
        let text: String
        /// A CSS class: `up`, `down`, `flat` or `warn`.
        let kind: String
    }

    let staleNotice: StaleNotice?
    let briefing: Briefing?

    init(_ analysis: Loadable<AnalysisResponse>, in formatter: LocalizedFormatter) {
        let strings = formatter.strings
        staleNotice = StaleNotice(
            analysis, empty: strings.missing.analysisEmpty, unavailable: strings.missing.analysisUnavailable,
            in: formatter)
        briefing = analysis.value.map { Briefing($0, in: formatter) }
    }
}

extension AnalysisPanel.Briefing {
    init(_ model: AnalysisResponse, in formatter: LocalizedFormatter) {
        let (strings, numbers, facts) = (formatter.strings, formatter.numbers, model.facts)
        text = model.text
        textLanguage = model.language.rawValue
        trend = model.trend.map { AnalysisPanel.Badge($0, strings) }
        volatility = model.volatility.map { AnalysisPanel.Badge($0, strings) }
        dailyVolatility = facts.volatility24hPercent.map { numbers.percent($0) } ?? strings.unknown
        usualVolatility = facts.usualVolatilityPercent.map {
            DashboardStrings.fill(strings.usually, ["value": numbers.percent($0)])
        }
        forecast = model.forecast.map {
            DashboardStrings.fill(
                strings.forecastRange,
                ["low": numbers.price($0.low80, facts.quote), "high": numbers.price($0.high80, facts.quote)])
        }
        asOf = formatter.label(model.asOf)
        provider = AnalysisPanel.author(
            model.provider, model.model, insteadBecause: model.fallbackReason, in: formatter)
    }
}

extension AnalysisPanel.Badge {
    init(_ trend: Domain.Briefing.Trend, _ strings: DashboardStrings) {
        switch trend {
        case .bullish: self.init(text: strings.trends.bullish, kind: "up")
        case .bearish: self.init(text: strings.trends.bearish, kind: "down")
        case .stable: self.init(text: strings.trends.stable, kind: "flat")
        default: self.init(text: trend.rawValue, kind: "flat")
        }
    }

    init(_ volatility: Domain.Briefing.Volatility, _ strings: DashboardStrings) {
        switch volatility {
        case .low: self.init(text: strings.volatilities.low, kind: "flat")
        case .normal: self.init(text: strings.volatilities.normal, kind: "flat")
        case .high: self.init(text: strings.volatilities.high, kind: "warn")
        default: self.init(text: volatility.rawValue, kind: "flat")
        }
    }
}
