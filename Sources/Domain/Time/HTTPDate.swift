/// The date format of HTTP: IMF-fixdate (RFC 9110, 5.6.7).
extension Timestamp {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
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

    /// `nil` for anything that is not an IMF-fixdate.
    package init?(httpDate text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[0].count == 4, words[0].hasSuffix(","), words[5] == "GMT",
            let month = Self.months.firstIndex(of: String(words[2])),
            let dayOfMonth = Self.number(words[1], digits: 2), let year = Self.number(words[3], digits: 4),
            let day = CivilDay.checked(year: year, month: month + 1, day: dayOfMonth)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = Self.number(clock[0], digits: 2), hour < 24,
            let minute = Self.number(clock[1], digits: 2), minute < 60,
            let second = Self.number(clock[2], digits: 2), second <= 60
        else { return nil }
        self.init(seconds: day * 86_400 + Int64(hour * 3600 + minute * 60 + second))
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
