import Domain

/// How far back the chart goes.
enum ChartRange: String, CaseIterable, Sendable {
    case day = "24h"
    case week = "7d"
    case month = "30d"
    case quarter = "3m"
    case year = "1y"
    case all

    /// `nil` for everything that is stored.
    var duration: Duration? {
        switch self {
        case .day: .hours(24)
        case .week: .days(7)
        case .month: .days(30)
        case .quarter: .days(91)
        case .year: .days(365)
        case .all: nil
        }
    }

    /// The intervals of its candles that give between some and a thousand of them, the default first.
    var intervals: [Interval] {
        switch self {
        case .day: [.oneHour, .fifteenMinutes]
        case .week: [.oneHour, .fifteenMinutes, .fourHours]
        case .month: [.oneHour, .fourHours, .oneDay]
        case .quarter: [.fourHours, .oneDay]
        case .year: [.oneDay, .oneWeek]
        case .all: [.oneDay, .oneWeek]
        }
    }

    /// On the button: `7 d`.
    func label(_ strings: DashboardStrings) -> String { names(strings).label }

    /// In a sentence: `last 7 days`.
    func name(_ strings: DashboardStrings) -> String { names(strings).name }

    /// Behind a change: `in 7 days`.
    func span(_ strings: DashboardStrings) -> String { names(strings).span }

    private func names(_ strings: DashboardStrings) -> RangeNames {
        switch self {
        case .day: strings.ranges.day
        case .week: strings.ranges.week
        case .month: strings.ranges.month
        case .quarter: strings.ranges.quarter
        case .year: strings.ranges.year
        case .all: strings.ranges.all
        }
    }
}
