/// A range of candles that a venue is known not to have.
package struct SourceAbsence: Hashable, Sendable {
    package let source: SourceName
    package let interval: Interval
    /// The open times, aligned to the interval.
    package let range: TimeRange
    package let reason: Reason
    /// When it was first noticed.
    package let since: Timestamp
    /// How many times in a row the venue was asked and had nothing.
    package let confirmations: Int
    /// When the venue is asked again.
    package let nextCheck: Timestamp

    package init(
        _ source: SourceName, _ interval: Interval, _ range: TimeRange, reason: Reason, since: Timestamp,
        confirmations: Int, nextCheck: Timestamp
    ) {
        self.source = source
        self.interval = interval
        self.range = range
        self.reason = reason
        self.since = since
        self.confirmations = confirmations
        self.nextCheck = nextCheck
    }

    /// `Kraken: nothing from … to … (before its first candle)`.
    package var phrase: Phrase {
        Phrase(
            "\(source.title): no \(interval.rawValue) from \(range.start) to \(range.end) (",
            fr: "\(source.title)\u{A0}: pas de \(interval.rawValue) du \(range.start) au \(range.end) (")
            + reason.phrase + Phrase(verbatim: ")")
    }

    /// Whether the candles count as absent, and are no longer owed by the source.
    package var isEstablished: Bool { reason != .noData || confirmations > 2 }

    package struct Reason: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Before the first candle of the venue.
        package static let beforeFirst = Reason(rawValue: "before-first")
        /// The venue did not trade, or lost it.
        package static let outage = Reason(rawValue: "outage")

        /// It gave nothing around this time, although it should have: believed once it is confirmed.
        package static let noData = Reason(rawValue: "no-data")

        package static let known: [Reason] = [.beforeFirst, .outage, .noData]

        package var phrase: Phrase {
            switch self {
            case .beforeFirst: Phrase("before its first candle", fr: "avant son premier chandelier")
            case .outage: Phrase("outage of the source", fr: "interruption de la source")
            case .noData: Phrase("empty response, to be confirmed", fr: "réponse vide, à confirmer")
            default: Phrase(verbatim: rawValue)
            }
        }
    }
}
