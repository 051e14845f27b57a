import Domain

/// What a document says about when it is read again: RSS 2.0 (https://www.rssboard.org/rss-specification, `ttl`,
/// `skipHours`, `skipDays`) and the module Syndication of RSS 1.0
/// (https://web.resource.org/rss/1.0/modules/syndication/).
struct UpdateSchedule {
    private var ttl: Duration?
    private var period: Duration?
    private var frequency = 1
    private var skipHours: Set<Int> = []
    private var skipDays: Set<Int> = []

    enum Part { case ttl, updatePeriod, updateFrequency, hour, day }

    /// Longer than any number or name of these parts.
    private static let textLimit = 40

    /// Takes a part; what is no value of it is left out.
    mutating func read(_ part: Part, _ range: Range<Int>, in bytes: [UInt8]) {
        guard range.count <= Self.textLimit else { return }
        let text = String(decoding: bytes[range], as: UTF8.self).lowercased()
        switch part {
        case .ttl:
            // In minutes; a year is more than anybody means.
            if let minutes = Int64(text), (1...525_600).contains(minutes) { ttl = .minutes(minutes) }
        case .updatePeriod: period = Self.periods[text] ?? period
        case .updateFrequency: if let times = Int(text), (1...86_400).contains(times) { frequency = times }
        case .hour:
            // Hours of RSS 0.91 go from 1 to 24, which is 0.
            if let hour = Int(text), (0...24).contains(hour) { skipHours.insert(hour % 24) }
        case .day: if let day = FeedDemands.days.firstIndex(of: text) { skipDays.insert(day) }
        }
    }

    var demands: FeedDemands {
        FeedDemands(
            ttl: ttl, updatePeriod: period.map { $0 / frequency }, skipHours: skipHours, skipDays: skipDays)
    }

    private static let periods: [String: Duration] = [
        "hourly": .hours(1), "daily": .days(1), "weekly": .days(7), "monthly": .days(30), "yearly": .days(365),
    ]
}
