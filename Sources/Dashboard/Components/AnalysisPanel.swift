import API
import Domain

/// The analysis: at most three sentences, what they rest on, and as of when.
struct AnalysisPanel: Sendable {
    struct Briefing: Sendable {
        let text: String
        let textLanguage: String
        let trend: Badge
        let volatility: Badge
        let spread: String
        let usual: String?
        let asOf: MomentLabel
        let writer: String
    }

    struct Badge: Sendable {
        let text: String
        /// A class of the style sheet.
        let kind: String
    }

    let staleNotice: StaleNotice?
    let briefing: Briefing?

    init(_ part: Part<AnalysisResponse>, in formatter: LocalizedFormatter) {
        let phrases = formatter.phrases
        staleNotice = StaleNotice(
            part, empty: phrases.missing.analysisEmpty, unavailable: phrases.missing.analysisUnavailable, in: formatter)
        briefing = part.value.map { Briefing($0, in: formatter) }
    }
}

extension AnalysisPanel.Briefing {
    init(_ reading: AnalysisResponse, in formatter: LocalizedFormatter) {
        let (phrases, numbers, facts) = (formatter.phrases, formatter.numbers, reading.facts)
        text = reading.text
        textLanguage = reading.language.rawValue
        trend = AnalysisPanel.Badge(reading.trend, phrases)
        volatility = AnalysisPanel.Badge(reading.volatility, phrases)
        spread = facts.volatility24hPercent.map { numbers.percent($0) } ?? phrases.notKnown
        usual = facts.usualVolatilityPercent.map { Phrases.fill(phrases.usually, ["value": numbers.percent($0)]) }
        asOf = formatter.label(reading.asOf)
        writer = reading.provider == "embedded" ? phrases.embeddedAnalyst : "\(reading.provider) \(reading.model)"
    }
}

extension AnalysisPanel.Badge {
    init(_ trend: Domain.Briefing.Trend, _ phrases: Phrases) {
        switch trend {
        case .bullish: self.init(text: phrases.trends.bullish, kind: "up")
        case .bearish: self.init(text: phrases.trends.bearish, kind: "down")
        case .stable: self.init(text: phrases.trends.stable, kind: "flat")
        default: self.init(text: trend.rawValue, kind: "flat")
        }
    }

    init(_ volatility: Domain.Briefing.Volatility, _ phrases: Phrases) {
        switch volatility {
        case .low: self.init(text: phrases.volatilities.low, kind: "flat")
        case .normal: self.init(text: phrases.volatilities.normal, kind: "flat")
        case .high: self.init(text: phrases.volatilities.high, kind: "warn")
        default: self.init(text: volatility.rawValue, kind: "flat")
        }
    }
}
