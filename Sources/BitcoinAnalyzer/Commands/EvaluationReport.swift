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

    init(_ forecast: ForecastEvaluation?, _ trend: TrendEvaluation?) {
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
        func range(_ interval: [Double]) -> String { interval.map(percent).joined(separator: "–") }
        var lines: [String] = []
        if let forecast {
            let thirds = forecast.coverage80ByTercile.map(percent).joined(separator: " / ")
            let wide = forecast.coverage95ByTercile.map(percent).joined(separator: " / ")
            func number(_ value: Double) -> String { NumberWording.number(value, decimals: 3, language: language) }
            let pinball =
                forecast.relativePinballInterval?.map(number).joined(separator: "–")
                ?? language.localized("too few for an interval", fr: "trop peu pour un intervalle")
            lines += [
                language.localized(
                    "Range of the close in 24 h, at \(forecast.origins) hours from \(forecast.from.phrase.english) to "
                        + "\(forecast.to.phrase.english):",
                    fr: "Fourchette de la clôture dans 24\u{A0}h, à \(forecast.origins)\u{A0}heures du "
                        + "\(forecast.from.phrase.french) au \(forecast.to.phrase.french)\u{A0}:"),
                language.localized(
                    "  80% range held in \(percent(forecast.coverage80)) (\(range(forecast.coverage80Interval)))",
                    fr: "  fourchette à 80\u{A0}% respectée dans \(percent(forecast.coverage80)) des cas "
                        + "(\(range(forecast.coverage80Interval)))"),
                language.localized(
                    "  95% range held in \(percent(forecast.coverage95)) (\(range(forecast.coverage95Interval)))",
                    fr: "  fourchette à 95\u{A0}% respectée dans \(percent(forecast.coverage95)) des cas "
                        + "(\(range(forecast.coverage95Interval)))"),
                language.localized(
                    "  in calm / normal / turbulent times: \(thirds) and \(wide)",
                    fr: "  en période calme / normale / agitée\u{A0}: \(thirds) et \(wide)"),
                language.localized(
                    "  loss relative to the last 60 days’ quantiles: \(number(forecast.relativePinball)) (\(pinball))",
                    fr: "  perte relative aux quantiles des 60\u{A0}derniers jours\u{A0}: "
                        + "\(number(forecast.relativePinball)) (\(pinball))"),
                language.localized(
                    "  price inside the 80% range all day: \(percent(forecast.insideAllDay80))",
                    fr: "  cours dans la fourchette à 80\u{A0}% toute la journée\u{A0}: "
                        + "\(percent(forecast.insideAllDay80))"),
            ]
            let worst =
                forecast.worst90DaysCoverage80.map(percent)
                ?? language.localized("unknown (less than 90 days)", fr: "inconnue (moins de 90\u{A0}jours)")
            lines.append(
                language.localized(
                    "  80% range in the worst 90 days: \(worst)",
                    fr: "  fourchette à 80\u{A0}% dans les 90\u{A0}pires jours\u{A0}: \(worst)"))
        }
        if let trend {
            lines += [
                language.localized(
                    "Trend compared with the next day, on \(trend.calls) days:",
                    fr: "Tendance comparée au lendemain, sur \(trend.calls)\u{A0}jours\u{A0}:"),
                language.localized(
                    "  right in \(percent(trend.hitRate)) (\(range(trend.hitRateInterval))); always “up” would be right in "
                        + "\(percent(trend.alwaysUp))",
                    fr:
                        "  juste dans \(percent(trend.hitRate)) des cas (\(range(trend.hitRateInterval)))\u{A0}; toujours "
                        + "«\u{A0}hausse\u{A0}»\u{A0}: \(percent(trend.alwaysUp))"),
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
