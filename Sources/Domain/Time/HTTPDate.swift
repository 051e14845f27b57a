/// The date formats of HTTP (RFC 9110, 5.6.7): IMF-fixdate, which is written, and the obsolete ones of RFC 850 and
/// `asctime`, which recipients must accept too.
extension Timestamp {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let longWeekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Tue, 15 Nov 1994 08:12:31 GMT`, cut to the second; also a date that RSS 2.0 allows.
    package var httpDate: String {
        let seconds = seconds
        let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let second = Int(seconds - day * 86_400)
        let date = CivilDay.date(of: day)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String("000\(date.year)".suffix(max(4, "\(date.year)".count)))
        return "\(Self.weekdays[CivilDay.weekday(of: day)]), \(two(date.day)) \(Self.months[date.month - 1]) \(year) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    /// `nil` for anything that is in none of the three formats.
    /// - Parameter now: decides the century of a year of two digits: no date is more than 50 years after it. `nil` for
    ///   one from 1970 to 2069.
    package init?(httpDate text: String, now: Timestamp? = nil) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let parts: (day: Int?, month: Substring, year: Int?, clock: Substring)
        if words.count == 6, words[0].count == 4, words[0].hasSuffix(","), words[5] == "GMT" {
            parts = (Self.number(words[1], digits: 2), words[2], Self.number(words[3], digits: 4), words[4])
        } else if words.count == 4, words[0].hasSuffix(","), Self.longWeekdays.contains(String(words[0].dropLast())),
            words[3] == "GMT"
        {
            let date = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard date.count == 3, let short = Self.number(date[2], digits: 2) else { return nil }
            parts = (Self.number(date[0], digits: 2), date[1], Self.year(short, now), words[2])
        } else if Self.weekdays.contains(String(words[0])), words.count == 5 || words.count == 6 && words[2].isEmpty {
            let day = words.count == 5 ? Self.number(words[2], digits: 2) : Self.number(words[3], digits: 1)
            parts = (day, words[1], Self.number(words[words.count - 1], digits: 4), words[words.count - 2])
        } else {
            return nil
        }
        guard let month = Self.months.firstIndex(of: String(parts.month)), let dayOfMonth = parts.day,
            let year = parts.year, let day = CivilDay.checked(year: year, month: month + 1, day: dayOfMonth),
            let second = Self.second(parts.clock)
        else { return nil }
        self.init(seconds: day * 86_400 + second)
    }

    private static func second(_ text: Substring) -> Int64? {
        let clock = text.split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2), hour < 24,
            let minute = number(clock[1], digits: 2), minute < 60, let second = number(clock[2], digits: 2),
            second <= 60
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    private static func year(_ short: Int, _ now: Timestamp?) -> Int {
        guard let now, let current = Int(now.httpDate.split(separator: " ")[3]) else {
            return short < 70 ? 2000 + short : 1900 + short
        }
        let year = current / 100 * 100 + short
        return year > current + 50 ? year - 100 : year
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
