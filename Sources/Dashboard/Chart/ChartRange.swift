import Domain

/// How far back the chart goes.
enum ChartRange: String, CaseIterable, Sendable {
    case day = "24h"
    case week = "7d"
    case month = "30d"

    var duration: Duration {
        switch self {
        case .day: .hours(24)
        case .week: .days(7)
        case .month: .days(30)
        }
    }

    /// On the button: `7 d`.
    func label(_ phrases: Phrases) -> String {
        switch self {
        case .day: phrases.ranges.day
        case .week: phrases.ranges.week
        case .month: phrases.ranges.month
        }
    }

    /// In a sentence: `last 7 days`.
    func name(_ phrases: Phrases) -> String {
        switch self {
        case .day: phrases.ranges.lastDay
        case .week: phrases.ranges.lastWeek
        case .month: phrases.ranges.lastMonth
        }
    }
}
