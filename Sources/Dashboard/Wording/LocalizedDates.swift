import Domain
import FoundationEssentials

/// Dates, times and ages as each language writes them, in UTC.
struct LocalizedDates: Sendable {
    let strings: DashboardStrings

    /// `23 Nov 2026, 19:34 UTC`
    func full(_ time: Timestamp) -> String {
        let components = Self.components(of: time)
        return "\(dayAndMonth(components)) \(components.year), \(Self.clock(components)) UTC"
    }

    /// `23 Nov`
    func day(_ time: Timestamp) -> String { dayAndMonth(Self.components(of: time)) }

    /// `Nov`, and `2027` in January, where the year changes.
    func month(_ time: Timestamp) -> String {
        let components = Self.components(of: time)
        return components.month == 1 ? "\(components.year)" : strings.months[components.month - 1]
    }

    /// `Nov 2026`
    func monthAndYear(_ time: Timestamp) -> String {
        let components = Self.components(of: time)
        return "\(strings.months[components.month - 1]) \(components.year)"
    }

    /// `2026`
    func year(_ time: Timestamp) -> String { "\(Self.components(of: time).year)" }

    /// `23 Nov, 19:00`
    func dayAndHour(_ time: Timestamp) -> String {
        let components = Self.components(of: time)
        return "\(dayAndMonth(components)), \(Self.clock(components))"
    }

    /// `19:34`
    func clock(_ time: Timestamp) -> String { Self.clock(Self.components(of: time)) }

    /// The age of `time`: `3 min ago`. A time in the future counts as now, as clocks differ a little.
    func age(of time: Timestamp, at now: Timestamp) -> String {
        let minutes = (now.milliseconds - time.milliseconds) / 60_000
        switch minutes {
        case ..<1: return strings.justNow
        case ..<60: return DashboardStrings.fill(strings.minutesAgo, ["n": "\(minutes)"])
        case ..<(48 * 60): return DashboardStrings.fill(strings.hoursAgo, ["n": "\(minutes / 60)"])
        default: return DashboardStrings.fill(strings.daysAgo, ["n": "\(minutes / (24 * 60))"])
        }
    }

    private func dayAndMonth(_ components: DateComponents) -> String {
        "\(components.day) \(strings.months[components.month - 1])"
    }

    private struct DateComponents {
        let year: Int
        /// 1 to 12.
        let month: Int
        let day: Int
        let hour: Int
        let minute: Int
    }

    private static func components(of time: Timestamp) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: time.date)
        return DateComponents(
            year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1, hour: parts.hour ?? 0,
            minute: parts.minute ?? 0)
    }

    private static func clock(_ components: DateComponents) -> String {
        "\(components.hour < 10 ? "0" : "")\(components.hour):\(components.minute < 10 ? "0" : "")\(components.minute)"
    }
}
