extension Duration {
    /// In two units at most: `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. A negative one is `0 s`.
    package var phrase: Phrase {
        let seconds = max(0, wholeMilliseconds.addingClamped(500) / 1000)
        let units: [(size: Int64, name: Phrase)] = [
            (86_400, Phrase("d", fr: "j")), (3600, Phrase(verbatim: "h")), (60, Phrase(verbatim: "min")),
            (1, Phrase(verbatim: "s")),
        ]
        let first = units.firstIndex { seconds >= $0.size } ?? units.count - 1
        let larger = Phrase(verbatim: "\(seconds / units[first].size) ") + units[first].name
        guard first + 1 < units.count else { return larger }
        let rest = seconds % units[first].size / units[first + 1].size
        return rest == 0 ? larger : larger + Phrase(verbatim: " \(rest) ") + units[first + 1].name
    }
}

extension Timestamp {
    /// To the minute: `2026-11-24 06:05 UTC`, « 2026-11-24 à 06:05 UTC ». Evidence keeps the exact moment.
    package var phrase: Phrase {
        let (day, time) = (rfc3339.prefix(10), rfc3339.dropFirst(11).prefix(5))
        return Phrase("\(day) \(time) UTC", fr: "\(day) à \(time) UTC")
    }

    private static let months = [
        ("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
        ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"), ("October", "octobre"),
        ("November", "novembre"), ("December", "décembre"),
    ]

    /// For a sentence, to the minute: `24 November 2026, 06:05 UTC`, « 24 novembre 2026 à 6 h 05 UTC ».
    package var datePhrase: Phrase {
        let text = rfc3339
        func number(_ from: Int, _ length: Int) -> Int { Int(text.dropFirst(from).prefix(length)) ?? 0 }
        let (day, minute) = (number(8, 2), text.dropFirst(14).prefix(2))
        let month = Self.months[max(0, min(11, number(5, 2) - 1))]
        let year = text.prefix(4)
        let hour = "\(number(11, 2))\u{A0}h" + (minute == "00" ? "" : "\u{A0}\(minute)")
        return Phrase(
            "\(day) \(month.0) \(year), \(text.dropFirst(11).prefix(5)) UTC",
            fr: "\(day == 1 ? "1er" : "\(day)")\u{A0}\(month.1) \(year) à \(hour) UTC")
    }
}
