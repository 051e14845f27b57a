package import Domain

/// A time of day at which the summary is made.
package struct DailySchedule: Hashable, Sendable {
    /// 0 to 1439, since midnight of the zone.
    package let minute: Int

    /// How late it may be, as after an outage; then the day is left out.
    package static let latest: Duration = .hours(6)

    /// - Parameter text: `07:30`, from `00:00` to `23:59`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        self.minute = hour * 60 + minute
    }

    /// The day whose summary is due, as `2026-01-31`; `nil` where it is too late for it.
    /// - Parameters:
    ///   - local: converts UTC seconds since 1970 to those of the zone.
    ///   - utc: converts back.
    package func due(at now: Timestamp, local: (Int64) -> Int64, utc: (Int64) -> Int64) -> String? {
        let moment = local(now.seconds)
        var day = (moment >= 0 ? moment : moment - 86_399) / 86_400
        if day * 86_400 + Int64(minute) * 60 > moment { day -= 1 }
        let scheduled = Timestamp(seconds: utc(day * 86_400 + Int64(minute) * 60))
        guard now - scheduled <= Self.latest else { return nil }
        let date = CivilDay.date(of: day)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }
}
