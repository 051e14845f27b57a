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
