package import Domain

/// Parses moments and durations as typed on the command line.
package enum MomentExpression {
    /// Accepted forms, for help texts.
    package static let examples = Phrase(
        "2026-11-23T19:00:00Z, 2026-11-23, '2026-11-23 19:00', 19:00, 2h, 30m, 7d, today or yesterday",
        fr: "2026-11-23T19:00:00Z, 2026-11-23, '2026-11-23 19:00', 19:00, 2h, 30m, 7d, today ou yesterday")

    /// Accepts RFC 3339; a date with or without a time, or a time of today, in `zone`; a duration before `now` (`2h`);
    /// `now`, `today` and `yesterday` (their midnight). `nil` for anything else.
    package static func moment(_ text: String, zone: LocalZone, now: Timestamp) -> Timestamp? {
        let text = text.lowercased().trimmed
        if let ago = duration(text) { return now - ago }
        var zone = zone
        let midnight = { (days: Int64) -> Timestamp in
            let local = zone.local(now.seconds)
            let day = (local - ((local % 86_400) + 86_400) % 86_400) - days * 86_400
            return Timestamp(seconds: zone.utc(day))
        }
        switch text {
        case "now": return now
        case "today": return midnight(0)
        case "yesterday": return midnight(1)
        default: break
        }
        if text.utf8.count > 19, let exact = Timestamp(rfc3339: text.uppercased()) { return exact }
        // Missing parts are zero; a time without a date is today's.
        let today = MomentExpression.date(zone.local(now.seconds))
        let full = text.utf8.contains(UInt8(ascii: "-")) ? text : today + "T" + text
        let padded = full.utf8.count == 10 ? full + "T00:00:00" : full.utf8.count == 16 ? full + ":00" : full
        guard padded.utf8.count == 19,
            let local = Timestamp(rfc3339: padded.replacing(" ", with: "T").uppercased() + "Z")
        else { return nil }
        return Timestamp(seconds: zone.utc(local.seconds))
    }

    /// Accepts a whole number from 0 to 1,000,000 and a unit: `90s`, `30m`, `2h`, `7d`, `1w`. `nil` for anything else.
    package static func duration(_ text: String) -> Duration? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...1_000_000).contains(count)
        else { return nil }
        return .seconds(count * unit)
    }

    private static func date(_ local: Int64) -> String { String(Timestamp(seconds: local).rfc3339.prefix(10)) }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
