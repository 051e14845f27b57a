import Analysis
import Domain

/// What `evaluate` prints: shares as fractions, each with the interval that holds the true one in about 95 of 100
/// cases.
struct EvaluationReport: Encodable {
    struct Forecast: Encodable {
        let from: Timestamp
        let to: Timestamp
        let origins: Int
        let coverage80: Double
        let coverage80Interval: [Double]
        let coverage95: Double
        let coverage95Interval: [Double]
        let coverage80ByTercile: [Double]
        let coverage95ByTercile: [Double]
        let relativePinball: Double
        /// `nil` for fewer than twelve ranges.
        let relativePinballInterval: [Double]?
        /// `nil` for ranges of less than 90 days.
        let worst90DaysCoverage80: Double?
        let insideAllDay80: Double

        enum CodingKeys: String, CodingKey {
            case from, to, origins, coverage80, coverage80Interval = "coverage80_interval", coverage95
            case coverage95Interval = "coverage95_interval", coverage80ByTercile = "coverage80_by_tercile"
            case coverage95ByTercile = "coverage95_by_tercile", relativePinball = "relative_pinball"
            case relativePinballInterval = "relative_pinball_interval"
            case worst90DaysCoverage80 = "worst_90_days_coverage80", insideAllDay80 = "inside_all_day80"
        }
    }

    struct Trend: Encodable {
        let calls: Int
        let hitRate: Double
        let hitRateInterval: [Double]
        let alwaysUp: Double
        let alwaysUpInterval: [Double]

        enum CodingKeys: String, CodingKey {
            case calls, hitRate = "hit_rate", hitRateInterval = "hit_rate_interval", alwaysUp = "always_up"
            case alwaysUpInterval = "always_up_interval"
        }
    }

    let forecast: Forecast?
    let trend: Trend?
    /// What was asked for: both, or one of them.
    private let part: EvaluateCommand.Part?

    private enum CodingKeys: String, CodingKey { case forecast, trend }

    /// With `null` for what too few hours are stored for.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if part != .trend { try container.encode(forecast, forKey: .forecast) }
        if part != .forecast { try container.encode(trend, forKey: .trend) }
    }

    init(_ forecast: ForecastEvaluation?, _ trend: TrendEvaluation?, part: EvaluateCommand.Part?) {
        self.part = part
        func interval(_ estimate: Estimate) -> [Double] { [estimate.low, estimate.high] }
        self.forecast = forecast.map {
            Forecast(
                from: $0.from, to: $0.to, origins: $0.origins, coverage80: $0.coverage80.value,
                coverage80Interval: interval($0.coverage80), coverage95: $0.coverage95.value,
                coverage95Interval: interval($0.coverage95), coverage80ByTercile: $0.coverage80ByTercile,
                coverage95ByTercile: $0.coverage95ByTercile, relativePinball: $0.relativePinball,
                relativePinballInterval: $0.relativePinballEstimate.map(interval),
                worst90DaysCoverage80: $0.worst90Days,
                insideAllDay80: $0.insideAllDay)
        }
        self.trend = trend.map {
            Trend(
                calls: $0.calls, hitRate: $0.hitRate.value, hitRateInterval: interval($0.hitRate),
                alwaysUp: $0.alwaysUp.value, alwaysUpInterval: interval($0.alwaysUp))
        }
    }

    func lines(_ language: Language) -> [String] {
        func percent(_ share: Double) -> String { NumberWording.percent(share, language: language) }
        func count(_ value: Int, _ language: Language) -> String {
            NumberWording.number(Double(value), decimals: 0, language: language)
        }
        func range(_ interval: [Double]) -> String { interval.map(percent).joined(separator: "–") }
        var lines: [String] = []
        if let forecast {
            let thirds = forecast.coverage80ByTercile.map(percent).joined(separator: " / ")
            let wide = forecast.coverage95ByTercile.map(percent).joined(separator: " / ")
            func number(_ value: Double) -> String { NumberWording.number(value, decimals: 3, language: language) }
            let pinball =
                forecast.relativePinballInterval?.map(number).joined(separator: "–")
                ?? language.localized("too few ranges for bounds", fr: "trop peu d’intervalles pour des bornes")
            let ranges = Phrase(
                forecast.origins == 1 ? "1 range" : "\(count(forecast.origins, .english)) ranges",
                fr: forecast.origins == 1
                    ? "1\u{A0}intervalle" : "\(count(forecast.origins, .french))\u{A0}intervalles")
            lines += [
                language.localized(
                    "Range of the close in 24 h: \(ranges.english), made from \(forecast.from.datePhrase.english) to "
                        + "\(forecast.to.datePhrase.english):",
                    fr: "Intervalle de la clôture à 24\u{A0}h\u{A0}: \(ranges.french), du "
                        + "\(forecast.from.datePhrase.french) au \(forecast.to.datePhrase.french)\u{A0}:"),
                language.localized(
                    "  the 80% range held in \(percent(forecast.coverage80)) of cases "
                        + "(\(range(forecast.coverage80Interval)))",
                    fr: "  l’intervalle à 80\u{A0}% a contenu la clôture dans \(percent(forecast.coverage80)) des cas "
                        + "(\(range(forecast.coverage80Interval)))"),
                language.localized(
                    "  the 95% range held in \(percent(forecast.coverage95)) of cases "
                        + "(\(range(forecast.coverage95Interval)))",
                    fr: "  l’intervalle à 95\u{A0}% a contenu la clôture dans \(percent(forecast.coverage95)) des cas "
                        + "(\(range(forecast.coverage95Interval)))"),
                language.localized(
                    "  in calm / normal / turbulent times: \(thirds) (80%), \(wide) (95%)",
                    fr: "  en période calme / normale / agitée\u{A0}: \(thirds) (80\u{A0}%), \(wide) (95\u{A0}%)"),
                language.localized(
                    "  pinball loss relative to the quantiles of the last 60 days: "
                        + "\(number(forecast.relativePinball)) (\(pinball))",
                    fr: "  perte pinball par rapport aux quantiles des 60\u{A0}derniers jours\u{A0}: "
                        + "\(number(forecast.relativePinball)) (\(pinball))"),
                language.localized(
                    "  the price stayed in the 80% range all day in \(percent(forecast.insideAllDay80)) of cases",
                    fr: "  le cours est resté toute la journée dans l’intervalle à 80\u{A0}% dans "
                        + "\(percent(forecast.insideAllDay80)) des cas"),
            ]
            let worst =
                forecast.worst90DaysCoverage80.map(percent)
                ?? language.localized("unknown (less than 90 days)", fr: "inconnu (moins de 90\u{A0}jours)")
            lines.append(
                language.localized(
                    "  the 80% range in the worst 90 days: \(worst)",
                    fr: "  l’intervalle à 80\u{A0}% sur les 90\u{A0}jours les moins bons\u{A0}: \(worst)"))
        }
        if let trend {
            lines += [
                language.localized(
                    "Trend compared with the next day, on "
                        + (trend.calls == 1 ? "1 day:" : "\(count(trend.calls, .english)) days:"),
                    fr: "Tendance comparée au lendemain, sur "
                        + (trend.calls == 1 ? "1\u{A0}jour\u{A0}:" : "\(count(trend.calls, .french))\u{A0}jours\u{A0}:")
                ),
                language.localized(
                    "  right in \(percent(trend.hitRate)) of cases (\(range(trend.hitRateInterval))); always “up” would be "
                        + "right in \(percent(trend.alwaysUp)) (\(range(trend.alwaysUpInterval)))",
                    fr:
                        "  vérifiée dans \(percent(trend.hitRate)) des cas (\(range(trend.hitRateInterval)))\u{A0}; annoncer "
                        + "toujours une hausse\u{A0}: \(percent(trend.alwaysUp)) (\(range(trend.alwaysUpInterval)))"),
            ]
        }
        return lines
    }
}

extension EvaluationReport.Forecast {
    /// With `null` for what is not known.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(origins, forKey: .origins)
        try container.encode(coverage80, forKey: .coverage80)
        try container.encode(coverage80Interval, forKey: .coverage80Interval)
        try container.encode(coverage95, forKey: .coverage95)
        try container.encode(coverage95Interval, forKey: .coverage95Interval)
        try container.encode(coverage80ByTercile, forKey: .coverage80ByTercile)
        try container.encode(coverage95ByTercile, forKey: .coverage95ByTercile)
        try container.encode(relativePinball, forKey: .relativePinball)
        try container.encode(relativePinballInterval, forKey: .relativePinballInterval)
        try container.encode(worst90DaysCoverage80, forKey: .worst90DaysCoverage80)
        try container.encode(insideAllDay80, forKey: .insideAllDay80)
    }
}
