package import Domain

/// Candles as CSV (RFC 4180, with LF at the end of lines).
package struct CandleCSV: Sendable {
    static let columns: [CandleLayout.Column] = [.time, .open, .high, .low, .close, .volume, .quote, .source, .closed]
    static let furtherColumns: [CandleLayout.Column] = [.known, .expected, .doubtful]

    private let hasKnown: Bool
    private let hasDoubtful: Bool

    /// - Parameters:
    ///   - hasKnown: whether some candle is made from finer ones: two columns say of how many.
    ///   - hasDoubtful: whether some candle is doubtful: a column says why.
    package init(hasKnown: Bool = false, hasDoubtful: Bool = false) {
        (self.hasKnown, self.hasDoubtful) = (hasKnown, hasDoubtful)
    }

    /// The names of the columns.
    package var header: String {
        (Self.columns + (hasKnown ? [.known, .expected] : []) + (hasDoubtful ? [.doubtful] : [])).map(\.rawValue)
            .joined(separator: ",") + "\n"
    }

    /// One line for each candle.
    /// - Parameter doubts: by the open time.
    package func lines(_ candles: some Sequence<ArchivedCandle>, doubts: [Timestamp: DoubtReason] = [:]) -> String {
        var text = ""
        for archived in candles {
            let candle = archived.candle
            text += candle.openTime.rfc3339
            for number in [candle.open, candle.high, candle.low, candle.close, candle.volume] {
                text += ","
                text += number.shortest
            }
            text += ",\(CSVField.text(candle.quote.rawValue)),\(CSVField.text(archived.source.rawValue))"
            text += archived.isClosed ? ",true" : ",false"
            if hasKnown { text += archived.known.map { ",\($0),\(candle.interval.partCount)" } ?? ",," }
            if hasDoubtful { text += "," + CSVField.text(doubts[candle.openTime]?.rawValue ?? "") }
            text += "\n"
        }
        return text
    }
}

enum CSVField {
    /// Quoted where it has a separator, a quote or a line end (RFC 4180, 2.6).
    static func text(_ text: String) -> String {
        guard
            text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || text.first == " "
                || text.last == " "
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
