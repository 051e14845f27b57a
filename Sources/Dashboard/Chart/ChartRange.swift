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
    func label(_ strings: DashboardStrings) -> String {
        switch self {
        case .day: strings.ranges.day
        case .week: strings.ranges.week
        case .month: strings.ranges.month
        }
    }

    /// In a sentence: `last 7 days`.
    func name(_ strings: DashboardStrings) -> String {
        switch self {
        case .day: strings.ranges.lastDay
        case .week: strings.ranges.lastWeek
        case .month: strings.ranges.lastMonth
        }
    }
}
