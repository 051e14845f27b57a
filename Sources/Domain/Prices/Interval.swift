/// The duration of a candle.
package enum Interval: String, CaseIterable, Sendable, Codable {
    case oneMinute = "1m"
    case fiveMinutes = "5m"
    case fifteenMinutes = "15m"
    case oneHour = "1h"
    case fourHours = "4h"
    case oneDay = "1d"
    case oneWeek = "1w"

    package var duration: Duration { .seconds(seconds) }

    package var seconds: Int64 {
        switch self {
        case .oneMinute: 60
        case .fiveMinutes: 300
        case .fifteenMinutes: 900
        case .oneHour: 3600
        case .fourHours: 14_400
        case .oneDay: 86_400
        case .oneWeek: 604_800
        }
    }

    /// The interval of the candles that one of this interval is made from; `nil` for the finest.
    package var part: Interval? {
        switch self {
        case .oneMinute: nil
        case .fiveMinutes, .fifteenMinutes, .oneHour: .oneMinute
        case .fourHours, .oneDay, .oneWeek: .oneHour
        }
    }

    /// The number of ``part`` candles of a complete one; 1 for the finest.
    package var partCount: Int { part.map { Int(seconds / $0.seconds) } ?? 1 }

    /// The open time of the candle that covers `moment`. Weeks open on Monday, 00:00 UTC, as on exchanges.
    package func openTime(containing moment: Timestamp) -> Timestamp {
        // 1970-01-01 was a Thursday: the first Monday came four days later.
        let origin: Int64 = self == .oneWeek ? 4 * 86_400_000 : 0
        let length = seconds * 1000
        let since = moment.milliseconds - origin
        let remainder = ((since % length) + length) % length
        return Timestamp(milliseconds: moment.milliseconds - remainder)
    }
}
