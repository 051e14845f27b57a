import Domain

/// The closed candles that a command was asked for.
enum AskedRange {
    /// - Parameters:
    ///   - end: exclusive; `nil` for the present.
    ///   - names: the option or options that the moments came from.
    /// - Throws: ``CommandFailure`` (64) where no candle of the range can have closed by `now`.
    static func closed(
        from start: Timestamp, to end: Timestamp?, of interval: Interval, now: Timestamp,
        _ names: (from: String, to: String) = ("--from", "--to")
    ) throws -> TimeRange {
        guard start < now else {
            throw CommandFailure(
                .usage,
                Phrase(
                    "\(names.from): \(start) is in the future", fr: "\(names.from)\u{A0}: \(start) est dans le futur"),
                hint: Phrase("it is \(now) now", fr: "il est \(now)"))
        }
        if let end, end <= start {
            throw CommandFailure(
                .usage,
                Phrase(
                    "\(names.to): \(end) is not after \(start)",
                    fr: "\(names.to)\u{A0}: \(end) n’est pas après \(start)"),
                hint: Phrase(
                    "\(names.from) must be earlier than \(names.to)", fr: "\(names.from) doit précéder \(names.to)"))
        }
        let closed = min(end ?? now, interval.openTime(containing: now))
        let range = TimeRange(start, until: max(start, closed))
        guard [range].count(of: interval) > 0 else {
            let last = min(end ?? now, now)
            throw CommandFailure(
                .usage,
                Phrase(
                    "no candle of \(interval.rawValue) opens between \(start) and \(last) and has closed",
                    fr: "aucun chandelier de \(interval.rawValue) clos ne s’ouvre entre \(start) et \(last)"),
                hint: Phrase("use a longer or an earlier range", fr: "donnez une période plus longue ou antérieure"))
        }
        return range
    }
}
