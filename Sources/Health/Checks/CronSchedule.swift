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

    /// The longest time between two runs of lines that start the same, in a week of their own zone; `nil` where it
    /// depends on the day of the month or the month, or a line is no schedule.
    ///
    /// A line that runs once after each start of the machine, or less often than once a week, adds no run.
    static func longestPause(of lines: [String]) -> Duration? {
        var runs = Set<Int>()
        for line in lines {
            guard let minutes = minutesOfWeek(line) else { return nil }
            runs.formUnion(minutes)
        }
        let sorted = runs.sorted()
        guard let first = sorted.first, let last = sorted.last else { return .hours(24 * 7) }
        let pauses = zip(sorted, sorted.dropFirst()).map { $1 - $0 } + [first + minutesPerWeek - last]
        return pauses.max().map { .minutes(Int64($0)) }
    }

    private static let minutesPerWeek = 7 * 24 * 60

    /// The minutes of a week, from Sunday on, at which a line runs.
    private static func minutesOfWeek(_ line: String) -> Set<Int>? {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard let first = words.first, fault(in: Substring(line)) == nil else { return nil }
        var schedule = words.prefix(fields.count)
        switch first.lowercased() {
        case "@hourly": schedule = ["0", "*", "*", "*", "*"]
        case "@daily", "@midnight": schedule = ["0", "0", "*", "*", "*"]
        case "@weekly": schedule = ["0", "0", "*", "*", "0"]
        case "@reboot", "@monthly", "@yearly", "@annually": return []
        default: break
        }
        let values = zip(schedule, fields).map { numbers($0, $1) }
        guard values.count == fields.count, values[2].count == 31, values[3].count == 12 else { return nil }
        return Set(
            values[4].flatMap { day in
                values[1].flatMap { hour in values[0].map { ((day % 7) * 24 + hour) * 60 + $0 } }
            })
    }

    /// The numbers of a field that is one.
    private static func numbers(_ text: Substring, _ field: (range: ClosedRange<Int>, names: [String])) -> Set<Int> {
        func number(_ end: Substring) -> Int? {
            field.names.firstIndex(of: end.lowercased()).map { $0 + field.range.lowerBound } ?? Int(end)
        }
        return Set(
            text.split(separator: ",").flatMap { part -> [Int] in
                let parts = part.split(separator: "/")
                let ends = parts[0] == "*" ? [] : parts[0].split(separator: "-").compactMap(number)
                let first = ends.first ?? field.range.lowerBound
                let last = ends.last ?? field.range.upperBound
                return Array(stride(from: first, through: last, by: parts.count > 1 ? Int(parts[1]) ?? 1 : 1))
            })
    }

    /// A list of numbers, ranges and steps.
    private static func isField(_ text: Substring, _ field: (range: ClosedRange<Int>, names: [String])) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
            let parts = part.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts.count == 1 || (Int(parts[1]) ?? 0) > 0 else { return false }
            if parts[0] == "*" { return true }
            let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
            return (1...2).contains(ends.count)
                && ends.allSatisfy { end in
                    field.names.contains(end.lowercased())
                        || end.allSatisfy { $0.isASCII && $0.isNumber }
                            && Int(end).map { field.range.contains($0) } ?? false
                }
        }
    }
}
