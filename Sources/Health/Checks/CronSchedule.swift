import Domain

/// When a line of a crontab runs (crontab(5)).
enum CronSchedule {
    private static let nicknames: Set<String> = [
        "@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
    ]
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    /// Minute, hour, day of the month, month, day of the week.
    private static let fields: [(range: ClosedRange<Int>, names: [String])] = [
        (0...59, []), (0...23, []), (1...31, []), (1...12, months), (0...7, days),
    ]

    /// What of a line of a table is neither a comment, nor a variable, nor a schedule: cron ignores all of a table of
    /// `/etc/cron.d` for one such line. `nil` where it is one of them.
    static func fault(in line: Substring) -> String? {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard let first = words.first, !first.hasPrefix("#"), !isVariable(line) else { return nil }
        if first.hasPrefix("@") { return nicknames.contains(first.lowercased()) ? nil : String(first) }
        let schedule = words.prefix(fields.count)
        let isValid = schedule.count == fields.count && zip(schedule, fields).allSatisfy { isField($0, $1) }
        return isValid ? nil : schedule.joined(separator: " ")
    }

    /// `NAME = value`, the name with or without quotation marks.
    private static func isVariable(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        let name = text.prefix { $0 != "=" && $0 != " " && $0 != "\t" }
        return !name.isEmpty && text.dropFirst(name.count).first { $0 != " " && $0 != "\t" } == "="
    }

    /// The longest time between two runs of lines that are schedules, in a leap year and the next in their own zone; a
    /// year where they have none. A line with `@reboot` has none. `nil` where one is no schedule.
    static func longestPause(of lines: [String]) -> Duration? {
        let times = lines.map(times)
        guard times.allSatisfy({ $0 != nil }) else { return nil }
        return longestPause(of: times.compactMap(\.self))
    }

    /// Whether `install` can write a line for this interval: it must divide an hour or a day evenly.
    static func expresses(_ every: Duration) -> Bool {
        let minutes = every.components.seconds / 60
        guard every == .minutes(minutes), minutes > 0 else { return false }
        return 60 % minutes == 0 || minutes % 60 == 0 && 1440 % minutes == 0
    }

    /// When a line runs.
    private struct Times {
        /// Of the day, ascending.
        var minutes: [Int] = []
        var days: Set<Int> = []
        var months: Set<Int> = []
        /// 0 is Sunday.
        var weekdays: Set<Int> = []
        /// Whether a day of the month or of the week suffices: where neither field begins with `*`.
        var isEither = false

        func contains(day: Int, month: Int, weekday: Int) -> Bool {
            guard months.contains(month) else { return false }
            let (isDay, isWeekday) = (days.contains(day), weekdays.contains(weekday))
            return isEither ? isDay || isWeekday : isDay && isWeekday
        }
    }

    private static func longestPause(of lines: [Times]) -> Duration {
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (longest, last, date) = (0, Int?.none, 0)
        var patterns: [[Int]: [Int]] = [:]
        for (month, length) in lengths.enumerated() {
            for day in 1...length {
                // 1 January 2028 is a Saturday.
                let active = lines.indices.filter {
                    lines[$0].contains(day: day, month: month % 12 + 1, weekday: (date + 6) % 7)
                }
                let minutes = patterns[active] ?? Set(active.flatMap { lines[$0].minutes }).sorted()
                patterns[active] = minutes
                for minute in minutes {
                    let moment = date * 1440 + minute
                    if let last { longest = max(longest, moment - last) }
                    last = moment
                }
                date += 1
            }
        }
        return longest > 0 ? .minutes(Int64(longest)) : .days(366)
    }

    private static func times(_ line: String) -> Times? {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard let first = words.first, fault(in: Substring(line)) == nil else { return nil }
        var schedule = words.prefix(fields.count)
        switch first.lowercased() {
        case "@hourly": schedule = ["0", "*", "*", "*", "*"]
        case "@daily", "@midnight": schedule = ["0", "0", "*", "*", "*"]
        case "@weekly": schedule = ["0", "0", "*", "*", "0"]
        case "@monthly": schedule = ["0", "0", "1", "*", "*"]
        case "@yearly", "@annually": schedule = ["0", "0", "1", "1", "*"]
        case "@reboot": return Times()
        default: break
        }
        let values = zip(schedule, fields).map { numbers($0, $1) }
        guard values.count == fields.count else { return nil }
        return Times(
            minutes: values[1].flatMap { hour in values[0].map { hour * 60 + $0 } }.sorted(), days: values[2],
            months: values[3], weekdays: Set(values[4].map { $0 % 7 }),
            isEither: schedule[2].first != "*" && schedule[4].first != "*")
    }

    /// The numbers of a field that is one.
    private static func numbers(_ text: Substring, _ field: (range: ClosedRange<Int>, names: [String])) -> Set<Int> {
        func number(_ end: Substring) -> Int? {
            field.names.firstIndex(of: end.lowercased()).map { $0 + field.range.lowerBound } ?? Int(end)
        }
        return Set(
            text.split(separator: ",").flatMap { part -> [Int] in
                let parts = part.split(separator: "/")
                // `7~19` is one number at random, another one each time cron reads the table.
                let ends =
                    parts[0] == "*"
                    ? [] : parts[0].prefix { $0 != "~" }.split(separator: "-").compactMap(number)
                let first = ends.first ?? field.range.lowerBound
                let last = ends.last ?? field.range.upperBound
                return Array(stride(from: first, through: last, by: parts.count > 1 ? Int(parts[1]) ?? 1 : 1))
            })
    }

    /// A list of numbers, ranges and steps.
    private static func isField(_ text: Substring, _ field: (range: ClosedRange<Int>, names: [String])) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
            let parts = part.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.isEmpty, parts.dropFirst().allSatisfy({ (Int($0) ?? 0) > 0 }) else { return false }
            if parts[0] == "*" { return true }
            let mark: Character = parts[0].contains("~") ? "~" : "-"
            let ends = parts[0].split(separator: mark, omittingEmptySubsequences: false)
            return (1...2).contains(ends.count)
                && ends.allSatisfy { end in
                    field.names.contains(end.lowercased())
                        || end.allSatisfy { $0.isASCII && $0.isNumber }
                            && Int(end).map { field.range.contains($0) } ?? false
                }
        }
    }
}
