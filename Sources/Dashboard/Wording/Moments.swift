import Domain
import FoundationEssentials

/// Moments and ages as people say them, in UTC.
struct Moments: Sendable {
    let phrases: Phrases

    /// `23 Nov 2026, 19:34 UTC`
    func full(_ moment: Timestamp) -> String {
        let parts = Self.components(of: moment)
        return "\(dayAndMonth(parts)) \(parts.year), \(Self.clock(parts)) UTC"
    }

    /// `23 Nov`
    func day(_ moment: Timestamp) -> String { dayAndMonth(Self.components(of: moment)) }

    /// `23 Nov, 19:00`
    func dayAndHour(_ moment: Timestamp) -> String {
        let parts = Self.components(of: moment)
        return "\(dayAndMonth(parts)), \(Self.clock(parts))"
    }

    /// `19:34`
    func clock(_ moment: Timestamp) -> String { Self.clock(Self.components(of: moment)) }

    /// How long ago `moment` was: `3 min ago`. A moment still to come counts as now: clocks differ a little.
    func age(of moment: Timestamp, at now: Timestamp) -> String {
        let minutes = (now.milliseconds - moment.milliseconds) / 60_000
        switch minutes {
        case ..<1: return phrases.justNow
        case ..<60: return Phrases.fill(phrases.minutesAgo, ["n": "\(minutes)"])
        case ..<(48 * 60): return Phrases.fill(phrases.hoursAgo, ["n": "\(minutes / 60)"])
        default: return Phrases.fill(phrases.daysAgo, ["n": "\(minutes / (24 * 60))"])
        }
    }

    private func dayAndMonth(_ parts: Parts) -> String { "\(parts.day) \(phrases.months[parts.month - 1])" }

    private struct Parts {
        let year: Int
        /// 1 to 12.
        let month: Int
        let day: Int
        let hour: Int
        let minute: Int
    }

    private static func components(of moment: Timestamp) -> Parts {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment.date)
        return Parts(
            year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1, hour: parts.hour ?? 0,
            minute: parts.minute ?? 0)
    }

    private static func clock(_ parts: Parts) -> String {
        "\(parts.hour < 10 ? "0" : "")\(parts.hour):\(parts.minute < 10 ? "0" : "")\(parts.minute)"
    }
}
